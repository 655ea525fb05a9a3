package dev.atelier.worker.provider;

import java.net.URI;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

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
 * @param body        the whole body that is to be sent: of the request, with its files in the form that the provider takes (bytes are
 *                    binary nodes, which become base64 in JSON), and with the address of the callback where the catalog says
 *                    that it stands in the body
 * @param callbackUrl where the provider reports this job, for providers that are told elsewhere; null when its callbacks go to an
 *                    account-wide address or nowhere
 */
public record ProviderCall(JobId job, Category category, AppliedRequest request, ObjectNode body, Secret key,
        @Nullable URI callbackUrl) {
    /** Hides the body: it holds a prompt, and the callback's token. */
    @Override
    public String toString() {
        return "ProviderCall[job=" + job + ", model=" + request.model() + "]";
    }
}
