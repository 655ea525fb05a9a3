package dev.atelier.catalog;

import java.time.Duration;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A provider's habits, from its catalog file; what an adapter need not know and an operator may want to change.
 *
 * @param callback     how it tells us that a job has ended
 * @param slots        calls to it at once, in one worker
 * @param uncertainFor how long evidence is awaited after an answer was lost, before its policy decides
 * @param recovery     what can be done about a lost answer
 * @param cancellable  whether it can be asked to stop a job
 * @param rateLimit    submissions that it takes; null when it states none
 * @param slowestAnswer how long a submission may take at the most, for providers that make something while the call waits; null
 *                     for the usual lease of a submission
 * @param adapter      whose language it speaks, for providers that copy another's; null for its own
 * @param baseUrl      where it is, unless {@code atelier.providers.<id>.base-url} says otherwise; null when the adapter knows
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProviderSpec(Callback callback, int slots, Duration uncertainFor, Recovery recovery, boolean cancellable,
        @Nullable RateLimit rateLimit, @Nullable Duration slowestAnswer, @Nullable String adapter,
        @Nullable String baseUrl) {
    public ProviderSpec {
        if (slots < 1 || slots > 1000) {
            throw new IllegalArgumentException("slots is 1 to 1000, not " + slots);
        }
        if (!uncertainFor.isPositive()) {
            throw new IllegalArgumentException("uncertainFor is positive, not " + uncertainFor);
        }
    }

    /**
     * @param evidence what may tell whether the provider took a job whose answer was lost
     * @param policy   what follows when it tells nothing
     */
    public record Recovery(Evidence evidence, Policy policy) {}

    /** What may tell whether the provider took a job. */
    public enum Evidence {
        /** The job is sent again under the same key, and the provider makes sure that it is one job. */
        IDEMPOTENCY_KEY,
        /** The provider's own list is searched for it. */
        LOOK_UP,
        /** The callback that names our job. */
        CALLBACK,
        /** Nothing. */
        NONE
    }

    /** What follows when nobody knows whether the provider took a job. */
    public enum Policy {
        /** It is sent again, marked as a possible duplicate, and counted. */
        RESUBMIT,
        /** It fails as {@code OUTCOME_UNKNOWN}, for a person to decide. */
        FAIL
    }

    /** So many submissions within each period, per key. */
    public record RateLimit(int submissions, Duration per) {
        public RateLimit {
            if (submissions < 1 || !per.isPositive()) {
                throw new IllegalArgumentException(
                        "a rate limit is at least 1 in a positive time, not " + submissions + " in " + per);
            }
        }
    }

    /**
     * @param signature how a callback is signed; null when it is not, and only the job's token speaks for it
     * @param sentAs    where in a submission's body the address of its callback stands; null when it stands elsewhere
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Callback(Delivery delivery, @Nullable Signature signature, @Nullable String sentAs) {}

    /** Where callbacks go. */
    public enum Delivery {
        /** To the address that each submission names. */
        PER_JOB,
        /** To one address, typed into the provider's dashboard. */
        ACCOUNT,
        /** Nowhere: jobs are checked. */
        NONE
    }

    /**
     * @param scheme     the name of the scheme; one class knows each
     * @param parameters what that class needs to know of this provider: header names, where the id stands
     */
    public record Signature(String scheme, Map<String, String> parameters) {
        public Signature {
            parameters = parameters == null ? Map.of() : Map.copyOf(parameters);
        }
    }
}
