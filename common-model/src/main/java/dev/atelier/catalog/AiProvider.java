package dev.atelier.catalog;

import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A provider, as the catalog has it. Written by {@link CatalogLoader} only. */
@Entity
@Immutable
@Table(name = "ai_providers")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
public class AiProvider {
    @Id
    private UUID id;
    private String code;
    private String name;
    @JdbcTypeCode(SqlTypes.JSON)
    private ProviderSpec settings;
    @Column(name = "catalog_version")
    private int catalogVersion;

    protected AiProvider() {}

    public ProviderId id() {
        return new ProviderId(code);
    }

    public String name() {
        return name;
    }

    public ProviderSpec spec() {
        return settings;
    }

    public int catalogVersion() {
        return catalogVersion;
    }
}
