package dev.atelier.worker.provider.openaicompatible;

import java.net.URI;
import java.time.Clock;

import dev.atelier.catalog.ProviderId;
import dev.atelier.worker.provider.ProviderAdapter;
import dev.atelier.worker.provider.ProviderAdapterFactory;
import dev.atelier.worker.provider.ProviderHttp;

/** Makes an adapter for each server, with connections of its own. */
final class CompatibleFactory implements ProviderAdapterFactory {
    static final String NAME = "openai-compatible";

    private final CompatibleProperties properties;

    CompatibleFactory(CompatibleProperties properties) {
        this.properties = properties;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** @param baseUrl ends with the version, as such servers document it: {@code http://localhost:8000/v1} */
    @Override
    public ProviderAdapter create(ProviderId provider, String displayName, URI baseUrl) {
        var web = "http".equals(baseUrl.getScheme()) || "https".equals(baseUrl.getScheme());
        if (!web || baseUrl.getHost() == null || baseUrl.toString().endsWith("/")) {
            throw new IllegalArgumentException(
                    "its address is like http://localhost:8000/v1, not '" + baseUrl + "'");
        }
        return CompatibleAdapter.create(provider, displayName, baseUrl, properties,
                new ProviderHttp(displayName, properties.http(), Clock.systemUTC()));
    }
}
