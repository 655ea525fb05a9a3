package dev.atelier.input;

import java.time.Instant;

import dev.atelier.user.UserId;

/**
 * A file of a user's.
 *
 * @param sha256      of its bytes, in hex; the same bytes of the same user are the same input
 * @param contentType told by its bytes
 * @param size        in bytes
 * @param lastUsedAt  when it was last brought, named in a request, or handed to a provider
 */
public record Input(InputId id, UserId user, String sha256, String contentType, long size, Instant createdAt,
        Instant lastUsedAt) {}
