package dev.atelier.job;

import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Why a job, or one attempt of it, failed.
 *
 * @param message for the job's owner: one or two sentences, never a provider's body, a key or a stack trace
 * @param retryIn how long the provider asked us to wait; null when it did not say
 */
public record JobFailure(FailureKind kind, String message, @Nullable Duration retryIn) {
    private static final int LONGEST = 500;

    public JobFailure {
        message = message.length() <= LONGEST ? message : message.substring(0, LONGEST - 1) + "…";
    }

    public JobFailure(FailureKind kind, String message) {
        this(kind, message, null);
    }

    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryIn);
    }
}
