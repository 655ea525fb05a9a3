package dev.atelier.worker.provider;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import dev.atelier.catalog.AppliedRequest;
import dev.atelier.catalog.ProviderId;
import dev.atelier.credential.Secret;
import dev.atelier.job.ProviderJobId;
import dev.atelier.webhook.WebhookReceived;

/**
 * One provider: a translator between our records and its HTTP. No retry, no transaction, no job state in here. Calls block; a
 * failed one throws {@link ProviderException}, and the caller decides what follows. Used by many threads at once.
 */
public interface ProviderAdapter {
    ProviderId provider();

    /** Whether it must be called with a key of somebody's. Servers of the operator's own may want none. */
    default boolean needsKey() {
        return true;
    }

    /**
     * Submits a job. The only call that may cost money, so it sends exactly one request, and an answer that leaves open
     * whether the provider took the job is {@code OUTCOME_UNKNOWN}.
     */
    ProviderUpdate generate(ProviderCall call);

    /**
     * How the job stands: the truth, when a callback is late, lost or not to be trusted. Costs nothing. An exception says
     * that the question failed, and nothing about the job: only {@link ProviderUpdate.Failed} does, whatever the kind.
     */
    ProviderUpdate check(ProviderJob job, Secret key);

    /**
     * The jobs in the provider's own list that may be this one: the same request, submitted within that time. Asked when the
     * answer to a submission was lost, and only of providers whose catalog file says {@code LOOK_UP}. Costs nothing.
     */
    default List<ProviderJobId> lookUp(AppliedRequest request, Duration within, Secret key) {
        return List.of();
    }

    /**
     * Asks the provider to stop the job. True: it stopped, and says so. False: it cannot be asked, or did not stop; the job goes
     * on. Called only for providers whose catalog file says {@code cancellable}.
     */
    default boolean cancel(ProviderJob job, Secret key) {
        return false;
    }

    /**
     * Reads a callback, and never throws: what cannot be read is {@link CallbackReading.Irrelevant}. A body that no signature
     * covers is not trusted: then it is a {@link CallbackReading.Trigger}.
     */
    CallbackReading callback(WebhookReceived event);

    /**
     * The header by which a file of this provider's is fetched; empty when its address is enough. A key leaves only for the
     * provider's own hosts, so the adapter looks at the address.
     */
    default Optional<ProviderHttp.KeyHeader> fileKey(URI file, Secret key) {
        return Optional.empty();
    }
}
