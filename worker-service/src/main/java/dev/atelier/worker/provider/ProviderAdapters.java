package dev.atelier.worker.provider;

import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.atelier.catalog.ProviderId;

/**
 * The adapters that this worker has, by provider. Those of providers that copy another one's API are made when they are first
 * asked for, and again when the catalog says something else of them.
 */
public final class ProviderAdapters {
    private static final Logger log = LoggerFactory.getLogger(ProviderAdapters.class);

    private final Map<ProviderId, ProviderAdapter> adapters;
    private final Map<String, ProviderAdapterFactory> factories;
    private final Copies copies;
    private final Map<ProviderId, Made> made = new ConcurrentHashMap<>();

    /** @throws IllegalStateException when two adapters claim one provider */
    public ProviderAdapters(List<ProviderAdapter> adapters) {
        this(adapters, List.of(), _ -> Optional.empty());
    }

    /** @throws IllegalStateException when two adapters claim one provider, or two factories one name */
    public ProviderAdapters(List<ProviderAdapter> adapters, List<ProviderAdapterFactory> factories, Copies copies) {
        this.adapters = adapters.stream()
                .collect(Collectors.toUnmodifiableMap(ProviderAdapter::provider, Function.identity()));
        this.factories = factories.stream()
                .collect(Collectors.toUnmodifiableMap(ProviderAdapterFactory::name, Function.identity()));
        this.copies = copies;
    }

    /** Which providers copy another one's API. */
    @FunctionalInterface
    public interface Copies {
        /** Empty: it has an adapter of its own, or none. Asked for each job, so it should know the answer. */
        Optional<Copy> find(ProviderId provider);
    }

    /**
     * A provider that copies another one's API.
     *
     * @param name    as a job's owner knows it
     * @param adapter whose factory makes its adapter
     * @param baseUrl where it is; null when nobody says
     */
    public record Copy(String name, String adapter, @Nullable String baseUrl) {}

    private record Made(Copy of, Optional<ProviderAdapter> adapter) {}

    public Optional<ProviderAdapter> find(ProviderId provider) {
        return copies.find(provider)
                .map(copy -> made.compute(provider,
                        (_, before) -> before != null && before.of().equals(copy) ? before : make(provider, copy))
                        .adapter())
                .orElseGet(() -> Optional.ofNullable(adapters.get(provider)));
    }

    /** The other providers do not suffer from a file that cannot work. */
    private Made make(ProviderId provider, Copy copy) {
        try {
            var adapter = factory(copy).create(provider, copy.name(), address(provider, copy));
            log.info("{} is spoken to as {} at {}", provider, copy.adapter(), copy.baseUrl());
            return new Made(copy, Optional.of(adapter));
        } catch (IllegalArgumentException e) {
            log.error("{} cannot be spoken to, its jobs fail: {}", provider, e.getMessage());
            return new Made(copy, Optional.empty());
        }
    }

    private ProviderAdapterFactory factory(Copy copy) {
        return Optional.ofNullable(factories.get(copy.adapter()))
                .orElseThrow(() -> new IllegalArgumentException("its catalog file names the adapter '" + copy.adapter()
                        + "', which is none of " + factories.keySet()));
    }

    private static URI address(ProviderId provider, Copy copy) {
        var address = copy.baseUrl();
        if (address == null) {
            throw new IllegalArgumentException("nobody says where it is: set spec.baseUrl in its catalog file or"
                    + " atelier.providers." + provider + ".base-url");
        }
        return URI.create(address);
    }

    /** Those that have an adapter of their own. */
    public Collection<ProviderId> providers() {
        return adapters.keySet();
    }
}
