package dev.atelier.catalog;

import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;

import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A model, as the catalog has it. Written by {@link CatalogLoader} only. */
@Entity
@Immutable
@Table(name = "ai_models")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
public class AiModel {
    @Id
    private UUID id;
    @ManyToOne(fetch = FetchType.EAGER, optional = false)
    @JoinColumn(name = "provider_id")
    private AiProvider provider;
    private String slug;
    private String name;
    @JdbcTypeCode(SqlTypes.NAMED_ENUM)
    private Category category;
    @Column(name = "provider_model")
    private String providerModel;
    private String operation;
    @JdbcTypeCode(SqlTypes.JSON)
    private Capabilities capabilities;
    @JdbcTypeCode(SqlTypes.JSON)
    private Timing timing;
    @Enumerated(EnumType.STRING)
    private Mode mode;
    @JdbcTypeCode(SqlTypes.JSON)
    private @Nullable Price price;
    private @Nullable String description;
    @Column(name = "retires_on")
    private @Nullable LocalDate retiresOn;
    private boolean enabled;
    @Column(name = "catalog_version")
    private int catalogVersion;

    /** Made when it is first asked for: most rows are read again and again and never asked. */
    @Transient
    private volatile @Nullable ModelSchema schema;

    protected AiModel() {}

    public ModelId id() {
        return new ModelId(id);
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
