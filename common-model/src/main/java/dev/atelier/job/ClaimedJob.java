package dev.atelier.job;

import dev.atelier.catalog.AppliedRequest;
import dev.atelier.catalog.Category;
import dev.atelier.catalog.ModelId;
import dev.atelier.catalog.ProviderId;
import dev.atelier.user.UserId;

/**
 * A job that this worker, and nobody else, is to submit now: SUBMITTING is committed.
 *
 * @param retries attempts that have failed and counted so far
 */
public record ClaimedJob(Fence fence, UserId user, ProviderId provider, Category category, ModelId model,
        AppliedRequest request, int retries) {}
