package dev.atelier.catalog;

import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;

import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

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
    private boolean enabled;
    @Column(name = "catalog_version")
    private int catalogVersion;

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

    public boolean isEnabled() {
        return enabled;
    }

    public int catalogVersion() {
        return catalogVersion;
    }

    /**
     * The request in the words of this model's provider.
     *
     * @throws IllegalArgumentException when the request has {@linkplain Capabilities#problems problems}
     */
    public AppliedRequest apply(GenerationRequest request) {
        return new AppliedRequest(providerModel, operation, capabilities.apply(request));
    }
}
