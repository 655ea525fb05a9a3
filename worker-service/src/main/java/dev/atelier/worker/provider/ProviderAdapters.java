package dev.atelier.worker.provider;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.atelier.catalog.ProviderId;

/** The adapters that this worker has, by provider. */
public final class ProviderAdapters {
    private final Map<ProviderId, ProviderAdapter> adapters;

    /** @throws IllegalStateException when two adapters claim one provider */
    public ProviderAdapters(List<ProviderAdapter> adapters) {
        this.adapters = adapters.stream()
                .collect(Collectors.toUnmodifiableMap(ProviderAdapter::provider, Function.identity()));
    }

    public Optional<ProviderAdapter> find(ProviderId provider) {
        return Optional.ofNullable(adapters.get(provider));
    }

    public Collection<ProviderId> providers() {
        return adapters.keySet();
    }
}
