package dev.atelier.worker.provider;

import java.net.URI;

import dev.atelier.catalog.ProviderId;

/**
 * Makes the adapters of providers that copy another one's API. What differs between them stands in their catalog files, so that
 * one more of them is one more file and no code.
 */
public interface ProviderAdapterFactory {
    /** As catalog files name it: {@code spec.adapter}. */
    String name();

    /**
     * @param displayName its name as a job's owner knows it
     * @throws IllegalArgumentException when the address cannot be one of such a provider
     */
    ProviderAdapter create(ProviderId provider, String displayName, URI baseUrl);
}
