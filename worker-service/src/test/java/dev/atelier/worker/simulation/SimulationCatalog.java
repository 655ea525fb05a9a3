package dev.atelier.worker.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

import javax.sql.DataSource;

import org.springframework.jdbc.core.simple.JdbcClient;

import dev.atelier.catalog.AiModel;
import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.CatalogRows;
import dev.atelier.catalog.ProviderId;

/** Catalog files of the simulated providers, and catalogs that hold some of them. */
final class SimulationCatalog {
    static final int ATTEMPTS = 3;

    private final CatalogRows rows;

    private SimulationCatalog(CatalogRows rows) {
        this.rows = rows;
    }

    /** Writes the files into the folder. */
    static Path write(Path folder) throws IOException {
        for (var habits : Habits.values()) {
            Files.writeString(folder.resolve(habits.id() + ".yaml"), """
                    version: 1
                    provider:
                      id: %s
                      name: %s
                      spec:
                        callback: {delivery: %s}
                        slots: 2
                        uncertainFor: PT1M
                        recovery: {evidence: %s, policy: %s}
                        cancellable: %s
                    models:
                      - slug: picture
                        name: Picture
                        category: TEXT_TO_IMAGE
                        model: picture
                        operation: jobs
                        timing: {usual: PT20S, waiting: PT8M, deadline: PT10M, attempts: %d}
                        fields:
                          - {type: text, name: prompt, sentAs: prompt, required: true, maxLength: 100}
                    """.formatted(habits.id(), habits.name(), habits.delivery(), habits.evidence(), habits.policy(),
                    habits.cancellable(), ATTEMPTS));
        }
        return folder;
    }

    /** Reads what a database has. */
    static SimulationCatalog read(DataSource source) {
        return new SimulationCatalog(CatalogRows.read(JdbcClient.create(source)));
    }

    AiModel model(ProviderId provider) {
        return rows.models().stream().filter(it -> it.provider().equals(provider)).findFirst().orElseThrow();
    }

    Catalog of(Set<ProviderId> some) {
        var catalog = new Catalog(() -> new CatalogRows(
                rows.providers().stream().filter(it -> some.contains(it.id())).toList(),
                rows.models().stream().filter(it -> some.contains(it.provider())).toList()));
        catalog.reload();
        return catalog;
    }
}
