package dev.atelier.catalog;

import java.time.LocalDate;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** A model, as the catalog has it. Written by {@link CatalogLoader} only. */
public final class AiModel {
    private final ModelId id;
    private final AiProvider provider;
    private final String slug;
    private final String name;
    private final Category category;
    private final String providerModel;
    private final String operation;
    private final Capabilities capabilities;
    private final Timing timing;
    private final Mode mode;
    private final @Nullable Price price;
    private final @Nullable String description;
    private final @Nullable LocalDate retiresOn;
    private final boolean enabled;
    private final int catalogVersion;

    /** Made when it is first asked for: most rows are read again and again and never asked. */
    private volatile @Nullable ModelSchema schema;

    AiModel(ModelId id, AiProvider provider, String slug, String name, Category category, String providerModel,
            String operation, Capabilities capabilities, Timing timing, Mode mode, @Nullable Price price,
            @Nullable String description, @Nullable LocalDate retiresOn, boolean enabled, int catalogVersion) {
        this.id = id;
        this.provider = provider;
        this.slug = slug;
        this.name = name;
        this.category = category;
        this.providerModel = providerModel;
        this.operation = operation;
        this.capabilities = capabilities;
        this.timing = timing;
        this.mode = mode;
        this.price = price;
        this.description = description;
        this.retiresOn = retiresOn;
        this.enabled = enabled;
        this.catalogVersion = catalogVersion;
    }

    public ModelId id() {
        return id;
    }

    public ProviderId provider() {
        return provider.id();
    }

    public String providerName() {
        return provider.name();
    }

    /** The readable key: {@code kie/nano-banana-2}. */
    public String key() {
        return provider.id() + "/" + slug;
    }

    public String name() {
        return name;
    }

    public Category category() {
        return category;
    }

    public Capabilities capabilities() {
        return capabilities;
    }

    public Timing timing() {
        return timing;
    }

    public Mode mode() {
        return mode;
    }

    /** At the provider's list price; empty when it is not known. */
    public Optional<Price> price() {
        return Optional.ofNullable(price);
    }

    public Optional<String> description() {
        return Optional.ofNullable(description);
    }

    /** The day from which on the provider does not have it any more. */
    public Optional<LocalDate> retiresOn() {
        return Optional.ofNullable(retiresOn);
    }

    /** What a request for this model must be like. */
    public ModelSchema schema() {
        var made = schema;
        if (made == null) {
            made = new ModelSchema(id(), name, capabilities);
            schema = made;
        }
        return made;
    }

    public boolean isEnabled() {
        return enabled;
    }

    /** Whether the provider has it no longer. */
    public boolean isRetired(LocalDate today) {
        return retiresOn != null && !today.isBefore(retiresOn);
    }

    public int catalogVersion() {
        return catalogVersion;
    }

    /**
     * The request in the words of this model's provider.
     *
     * @param request one in which {@link #schema()} found no problem
     */
    public AppliedRequest apply(GenerationRequest request) {
        return capabilities.apply(providerModel, operation, request);
    }
}
