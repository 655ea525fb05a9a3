package dev.atelier.worker.provider.kie;

import dev.atelier.credential.Secret;
import dev.atelier.worker.provider.ProviderJob;
import dev.atelier.worker.provider.ProviderJson;
import dev.atelier.worker.provider.ProviderUpdate;

/** How a family's records are read: each has its own states and its own place for what was made. */
interface KieRecord {
    /**
     * @param task the record, which is this job's
     * @param key  may be repeated in its words, and is hidden there
     */
    ProviderUpdate read(ProviderJob job, ProviderJson task, Secret key);
}
