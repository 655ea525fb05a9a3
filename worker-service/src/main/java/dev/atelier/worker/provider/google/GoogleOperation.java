package dev.atelier.worker.provider.google;

import dev.atelier.credential.Secret;
import dev.atelier.worker.provider.ProviderCall;
import dev.atelier.worker.provider.ProviderJob;
import dev.atelier.worker.provider.ProviderUpdate;

/** One of Google's ways to be asked for something: each has its own addresses and its own shape of an answer. */
interface GoogleOperation {
    /** As the catalog names it. */
    String name();

    ProviderUpdate submit(ProviderCall call);

    ProviderUpdate check(ProviderJob job, Secret key);

    /** True when it says that it stopped. */
    default boolean cancel(ProviderJob job, Secret key) {
        return false;
    }
}
