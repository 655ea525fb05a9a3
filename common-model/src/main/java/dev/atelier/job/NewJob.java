package dev.atelier.job;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import dev.atelier.catalog.AppliedRequest;
import dev.atelier.catalog.Category;
import dev.atelier.catalog.ModelId;
import dev.atelier.catalog.ProviderId;
import dev.atelier.catalog.Timing;
import dev.atelier.user.UserId;

/**
 * A checked request, about to become a job.
 *
 * @param requested   as the caller wrote it
 * @param applied     as the provider will be sent it
 * @param timing      its deadlines count from now
 * @param publishWithin when the dispatcher sends it out, should nobody else do so before
 * @param idempotency the caller's key; null when there is none
 */
public record NewJob(JobId id, UserId user, ModelId model, ProviderId provider, Category category, int catalogVersion,
        Map<String, JsonNode> requested, AppliedRequest applied, Map<String, String> metadata, Timing timing,
        Duration publishWithin, @Nullable Idempotency idempotency) {
    String keyOrEmpty() {
        return idempotency == null ? "" : idempotency.key();
    }

    /**
     * @param key         unique for the user
     * @param requestHash of the request that came with it: the same key with another request is refused
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by the database only
    public record Idempotency(String key, byte[] requestHash) {}
}
