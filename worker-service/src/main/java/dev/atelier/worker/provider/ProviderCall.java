package dev.atelier.worker.provider;

import java.net.URI;

import org.jspecify.annotations.Nullable;

import dev.atelier.catalog.AppliedRequest;
import dev.atelier.catalog.Category;
import dev.atelier.credential.Secret;
import dev.atelier.job.JobId;

/**
 * A job to submit.
 *
 * @param job         ours, for the provider's idempotency key where it takes one
 * @param category    what is to come of it: an answer may hold the result at once
 * @param request     checked, in the provider's vocabulary
 * @param callbackUrl where the provider reports this job; null when its callbacks go to an account-wide address or nowhere
 */
public record ProviderCall(JobId job, Category category, AppliedRequest request, Secret key,
        @Nullable URI callbackUrl) {}
