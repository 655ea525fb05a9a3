package dev.atelier.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.springframework.jdbc.core.simple.JdbcClient;

import dev.atelier.persistence.JsonColumns;
import dev.atelier.persistence.SqlArrays;

/**
 * What {@link CatalogLoader} has stored. Services ask {@link Catalog}, which keeps it at hand.
 *
 * @param models of these providers
 */
public record CatalogRows(List<AiProvider> providers, List<AiModel> models) {
    public CatalogRows {
        providers = List.copyOf(providers);
        models = List.copyOf(models);
    }

    /** All rows, by two statements: a provider that comes in between has its models at the next reading. */
    public static CatalogRows read(JdbcClient jdbc) {
        var providers = jdbc.sql("select code, name, settings, catalog_version from ai_providers")
                .query((row, n) -> new AiProvider(new ProviderId(row.getString("code")), row.getString("name"),
                        JsonColumns.read(row.getString("settings"), ProviderSpec.class), row.getInt("catalog_version")))
                .list();
        var byRow = providers.stream().collect(Collectors.toMap(it -> it.id().rowId(), Function.identity()));
        var models = jdbc
                .sql("""
                        select id, provider_id, slug, name, category, provider_model, operation, mode, capabilities, timing, price,
                               description, retires_on, enabled, catalog_version
                          from ai_models where provider_id = any(cast(:providers as uuid[]))""")
                .param("providers", SqlArrays.of(providers, it -> it.id().rowId()))
                .query((row, n) -> model(row, Objects.requireNonNull(byRow.get(row.getObject("provider_id",
                        UUID.class)))))
                .list();
        return new CatalogRows(providers, models);
    }

    private static AiModel model(ResultSet row, AiProvider provider) throws SQLException {
        var price = row.getString("price");
        return new AiModel(new ModelId(row.getObject("id", UUID.class)), provider, row.getString("slug"),
                row.getString("name"), Category.valueOf(row.getString("category")), row.getString("provider_model"),
                row.getString("operation"), JsonColumns.read(row.getString("capabilities"), Capabilities.class),
                JsonColumns.read(row.getString("timing"), Timing.class), Mode.valueOf(row.getString("mode")),
                price == null ? null : JsonColumns.read(price, Price.class), row.getString("description"),
                row.getObject("retires_on", LocalDate.class), row.getBoolean("enabled"),
                row.getInt("catalog_version"));
    }
}
