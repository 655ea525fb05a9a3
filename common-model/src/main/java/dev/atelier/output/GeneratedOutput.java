package dev.atelier.output;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * One output of a completed job, as its row is. Written together with the change to COMPLETED; what is deleted is marked, and kept.
 *
 * @param position       from 0, in the provider's order
 * @param url            at the provider
 * @param stored         whether it is in our store
 * @param size           in bytes
 * @param sha256         in hex
 * @param width          in pixels
 * @param height         in pixels
 * @param durationMillis how long it plays
 * @param expiresAt      when the provider deletes it, as far as it says
 * @param deletedAt      since when it can be had no more; it may be in the store for a moment still
 */
public record GeneratedOutput(UUID id, int position, OutputType type, @Nullable String url, @Nullable String text,
        boolean stored, @Nullable String contentType, @Nullable Long size, @Nullable String sha256,
        @Nullable Integer width, @Nullable Integer height, @Nullable Long durationMillis, @Nullable Instant expiresAt,
        @Nullable Instant deletedAt) {}
