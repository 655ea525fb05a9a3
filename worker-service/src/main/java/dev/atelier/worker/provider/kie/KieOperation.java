package dev.atelier.worker.provider.kie;

import dev.atelier.credential.Secret;
import dev.atelier.worker.provider.ProviderCall;
import dev.atelier.worker.provider.ProviderJob;
import dev.atelier.worker.provider.ProviderUpdate;

/** One of Kie.ai's families of endpoints: each has its own paths and its own shape of a record inside the same envelope. */
interface KieOperation {
    /** As the catalog names it. */
    String name();

    ProviderUpdate submit(ProviderCall call);

    ProviderUpdate check(ProviderJob job, Secret key);
}
