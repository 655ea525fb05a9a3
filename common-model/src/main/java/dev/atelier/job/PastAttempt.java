package dev.atelier.job;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * An attempt that ended without settling its job.
 *
 * @param attempt       its number, from 1
 * @param providerJobId the provider's id, where it got that far
 * @param code          the {@link FailureKind} that ended it
 */
public record PastAttempt(int attempt, @Nullable Instant claimedAt, Instant endedAt, @Nullable String providerJobId,
        String code, String message) {}
