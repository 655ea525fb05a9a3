package dev.atelier.catalog;

/**
 * A provider, as the catalog has it. Written by {@link CatalogLoader} only.
 *
 * @param catalogVersion of the file that it comes from
 */
public record AiProvider(ProviderId id, String name, ProviderSpec spec, int catalogVersion) {}
