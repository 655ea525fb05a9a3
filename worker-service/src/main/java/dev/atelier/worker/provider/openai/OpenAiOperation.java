package dev.atelier.worker.provider.openai;

import dev.atelier.credential.Secret;
import dev.atelier.job.FailureKind;
import dev.atelier.worker.provider.ProviderCall;
import dev.atelier.worker.provider.ProviderException;
import dev.atelier.worker.provider.ProviderJob;
import dev.atelier.worker.provider.ProviderUpdate;

/** One of OpenAI's endpoints. Most deliver in the answer, and then there is nothing to be asked later. */
interface OpenAiOperation {
    /** As the catalog names it. */
    String name();

    ProviderUpdate submit(ProviderCall call);

    default ProviderUpdate check(ProviderJob job, Secret key) {
        throw new ProviderException(FailureKind.INTERNAL,
                OpenAiAdapter.NAME + " delivers " + name() + " at once; there is no job to ask about.");
    }

    /** Whether it stopped. */
    default boolean cancel(ProviderJob job, Secret key) {
        return false;
    }
}
