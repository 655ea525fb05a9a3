package dev.atelier.worker.provider.anthropic;

import dev.atelier.credential.Secret;
import dev.atelier.worker.provider.ProviderCall;
import dev.atelier.worker.provider.ProviderJob;
import dev.atelier.worker.provider.ProviderUpdate;

/** One of Anthropic's ways to be asked for a text. */
interface AnthropicOperation {
    /** As the catalog names it. */
    String name();

    ProviderUpdate submit(ProviderCall call);

    ProviderUpdate check(ProviderJob job, Secret key);
}
