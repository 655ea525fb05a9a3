package dev.atelier.worker.outcome;

import java.time.Duration;
import java.util.random.RandomGenerator;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

import dev.atelier.batch.Batcher;
import dev.atelier.batch.Batchers;
import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.ModelId;
import dev.atelier.catalog.ProviderId;
import dev.atelier.catalog.ProviderSpec;
import dev.atelier.job.ClaimedJob;
import dev.atelier.job.FailureKind;
import dev.atelier.job.JobChanges;
import dev.atelier.job.JobFailure;
import dev.atelier.job.JobSnapshot;
import dev.atelier.job.JobStatus;
import dev.atelier.job.ProviderJobId;
import dev.atelier.worker.WorkerProperties;
import dev.atelier.worker.provider.ProviderUpdate;

/**
 * What an answer or a failure means for a job: one place for the submit's answer, a check and a callback. Each method makes at
 * most one change and commits it, or joins the caller's transaction; false means that somebody else was there first. Files that
 * came with an answer must be in the store by then ({@link dev.atelier.worker.output.OutputFiles#stored}).
 */
@Component
public class Outcomes {
    private static final Duration SOONEST_CHECK = Duration.ofSeconds(3);
    private static final Duration LATEST_CHECK = Duration.ofMinutes(2);
    private static final Duration UNKNOWN_USUAL = Duration.ofSeconds(30);
    private static final Duration RATE_LIMIT_PAUSE = Duration.ofSeconds(10);
    private static final Duration LOOK_AT_EVIDENCE = Duration.ofSeconds(30);

    private static final JobFailure LOST = new JobFailure(FailureKind.OUTCOME_UNKNOWN,
            "the answer to the submission was lost");
    private static final ProviderSpec.Recovery NO_RECOVERY = new ProviderSpec.Recovery(ProviderSpec.Evidence.NONE,
            ProviderSpec.Policy.FAIL);

    private final JobChanges changes;
    private final Finishing finishing;
    private final Batcher<JobChanges.Taken, Boolean> taken;
    private final Catalog catalog;
    private final WorkerProperties properties;
    private final RandomGenerator random;
    private final MeterRegistry meters;

    Outcomes(JobChanges changes, Finishing finishing, Catalog catalog, WorkerProperties properties,
            RandomGenerator random, MeterRegistry meters, Batchers batchers) {
        this.changes = changes;
        this.finishing = finishing;
        taken = batchers.open("job-processing", changes::processing);
        this.catalog = catalog;
        this.properties = properties;
        this.random = random;
        this.meters = meters;
    }

    /** The submit was answered. Not within a transaction: what comes at the same time is written together. */
    public boolean answered(ClaimedJob job, ProviderUpdate update) {
        try {
            return switch (update) {
                case ProviderUpdate.Processing it -> taken.call(new JobChanges.Taken(job.fence(), it.id(),
                        usual(job.model())));
                case ProviderUpdate.Completed it -> finishing.finish(job.provider(), new JobChanges.Done(job.fence(),
                        it.id(), it.outputs()));
                case ProviderUpdate.Failed it -> changes.failed(job.fence(), it.id(), it.failure());
            };
        } catch (DuplicateKeyException e) {
            return changes.uncertain(job.fence(), new JobFailure(FailureKind.OUTCOME_UNKNOWN,
                    "the provider answered with the id of another job"), LOOK_AT_EVIDENCE);
        }
    }

    /** The submit was not answered, or not with yes: the remedy of the failure's kind decides. */
    public boolean refused(ClaimedJob job, JobFailure failure) {
        return switch (failure.kind().remedy()) {
            case FAIL -> changes.failed(job.fence(), null, failure);
            case POSTPONE -> changes.putOff(job.fence(), failure,
                    jittered(failure.retryAfter().orElse(RATE_LIMIT_PAUSE)), false);
            case RETRY -> job.retries() + 1 >= attempts(job.model())
                    ? changes.failed(job.fence(), null, failure)
                    : changes.putOff(job.fence(), failure, backOff(job.retries(), failure), true);
            case SEEK_EVIDENCE -> changes.uncertain(job.fence(), failure, shorter(LOOK_AT_EVIDENCE,
                    uncertainFor(job.provider())));
        };
    }

    /**
     * A check or a callback told how the job stands. Not within a transaction when it says that the job is done: then what comes
     * at the same time is written together.
     *
     * @param id the provider's id, which the row may not have yet
     * @throws DuplicateKeyException when that id is another job's; a transaction around this is lost then
     */
    public boolean told(JobSnapshot job, ProviderJobId id, ProviderUpdate update) {
        return switch (update) {
            case ProviderUpdate.Completed it -> finishing.finish(job.provider(), new JobChanges.Done(job.fence(), id,
                    it.outputs()));
            case ProviderUpdate.Failed it -> changes.failed(job.fence(), id, it.failure());
            case ProviderUpdate.Processing it when job.status() != JobStatus.PROCESSING ->
                changes.processing(job.fence(), id, usual(job.model()));
            case ProviderUpdate.Processing _ when job.overdue() -> changes.failed(job.fence(), id,
                    new JobFailure(FailureKind.DEADLINE_EXCEEDED, "the provider did not finish in time"));
            case ProviderUpdate.Processing it ->
                changes.stillProcessing(job.fence(), it.progress(), nextCheck(job.sinceAccepted()));
        };
    }

    /**
     * A callback proved that the provider has the job, but how it stands could not be asked just now.
     *
     * @throws DuplicateKeyException as above
     */
    public boolean proven(JobSnapshot job, ProviderJobId id) {
        return job.status() == JobStatus.PROCESSING
                ? changes.stillProcessing(job.fence(), null, SOONEST_CHECK)
                : changes.processing(job.fence(), id, SOONEST_CHECK);
    }

    /** A check found nothing out. */
    public boolean notTold(JobSnapshot job, JobFailure failure) {
        if (job.overdue()) {
            return changes.failed(job.fence(), null, new JobFailure(FailureKind.DEADLINE_EXCEEDED,
                    "it was not known to be finished in time; the last check said: " + failure.message()));
        }
        var next = nextCheck(job.sinceAccepted());
        return changes.stillProcessing(job.fence(), null,
                failure.retryAfter().filter(it -> it.compareTo(next) > 0).orElse(next));
    }

    /**
     * Nobody knows whether the provider has this job, and a second call could be paid for twice. A provider that tells doubles
     * by their key is simply sent it again. Else evidence is waited for, and when none comes, the provider's policy decides:
     * the job fails and says so, or is sent again, marked and counted as a possible duplicate.
     */
    public boolean stillUnknown(JobSnapshot job) {
        var recovery = catalog.provider(job.provider()).map(it -> it.spec().recovery()).orElse(NO_RECOVERY);
        boolean mayRetry = !job.overdue() && job.retries() + 1 < attempts(job.model());
        if (recovery.evidence() == ProviderSpec.Evidence.IDEMPOTENCY_KEY && mayRetry) {
            return changes.resubmit(job.fence(), LOST, false);
        }
        var left = uncertainFor(job.provider()).minus(job.sinceUncertain());
        if (left.isPositive() && !job.overdue()) {
            return changes.stillUncertain(job.fence(), shorter(left, LATEST_CHECK));
        }
        boolean again = recovery.policy() == ProviderSpec.Policy.RESUBMIT && mayRetry;
        boolean changed = again
                ? changes.resubmit(job.fence(), LOST, true)
                : changes.neverKnown(job.fence(), new JobFailure(FailureKind.OUTCOME_UNKNOWN,
                        "the answer to the submission was lost and the provider never reported the job; it may have been"
                                + " charged, so it was not sent again"));
        if (changed) {
            meters.counter("atelier.jobs.ambiguous", "provider", job.provider().value(), "policy",
                    again ? "resubmit" : "fail").increment();
        }
        return changed;
    }

    private Duration usual(ModelId model) {
        return catalog.knownModel(model).map(it -> it.timing().usual()).orElse(UNKNOWN_USUAL);
    }

    private int attempts(ModelId model) {
        return catalog.knownModel(model).map(it -> it.timing().attempts()).orElse(1);
    }

    private Duration uncertainFor(ProviderId provider) {
        return catalog.provider(provider).map(it -> it.spec().uncertainFor()).orElse(LATEST_CHECK);
    }

    /** The longer it takes, the less often it is asked about. */
    static Duration nextCheck(Duration sinceAccepted) {
        var half = sinceAccepted.dividedBy(2);
        return half.compareTo(SOONEST_CHECK) < 0 ? SOONEST_CHECK : shorter(half, LATEST_CHECK);
    }

    /** Full jitter, so that a herd that failed together does not return together; never sooner than the provider asked. */
    private Duration backOff(int retries, JobFailure failure) {
        var longest = shorter(properties.retryBase().multipliedBy(1L << Math.min(retries, 20)), properties.retryCap());
        var drawn = Duration.ofMillis(random.nextLong(longest.toMillis() + 1));
        return drawn.plus(failure.retryAfter().orElse(Duration.ZERO));
    }

    private Duration jittered(Duration asked) {
        return asked.plusMillis(random.nextLong(asked.toMillis() / 5 + 1));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
