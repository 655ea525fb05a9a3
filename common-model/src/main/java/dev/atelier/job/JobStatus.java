package dev.atelier.job;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** The states of a job. {@code docs/job-states.md} draws them; a test compares the two. */
public enum JobStatus {
    /** Stored and due. What is to be sent next has not been sent; evidence of an earlier attempt may still come. */
    PENDING,
    /** Committed before the call: from here on a paid call may exist. */
    SUBMITTING,
    /** The answer was lost. Settled by evidence, else by the provider's policy; never by a guess. */
    UNCERTAIN,
    /** The provider has it; a callback or a check will settle it. */
    PROCESSING,
    /**
     * The provider has finished, and is paid; what it made is being copied to our store. What the provider says from here on is
     * late: only the copying, or its owner, ends it.
     */
    STORING,
    COMPLETED,
    FAILED,
    CANCELLED;

    /** Where a job may go from here. Positive lists and no default, so a new status cannot slip in. */
    public Set<JobStatus> next() {
        return switch (this) {
            case PENDING -> EnumSet.of(SUBMITTING, PROCESSING, STORING, COMPLETED, FAILED, CANCELLED);
            case SUBMITTING -> EnumSet.of(PENDING, PROCESSING, UNCERTAIN, STORING, COMPLETED, FAILED, CANCELLED);
            case UNCERTAIN -> EnumSet.of(PENDING, PROCESSING, STORING, COMPLETED, FAILED, CANCELLED);
            case PROCESSING -> EnumSet.of(STORING, COMPLETED, FAILED, CANCELLED);
            case STORING -> EnumSet.of(COMPLETED, FAILED, CANCELLED);
            case COMPLETED, FAILED, CANCELLED -> EnumSet.noneOf(JobStatus.class);
        };
    }

    public boolean isTerminal() {
        return next().isEmpty();
    }

    /** The states from which {@code target} may be reached: the {@code where} of the UPDATE that goes there. */
    public static Set<JobStatus> before(JobStatus target) {
        var before = EnumSet.noneOf(JobStatus.class);
        Arrays.stream(values()).filter(it -> it.next().contains(target)).forEach(before::add);
        return before;
    }
}
