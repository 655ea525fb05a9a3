package dev.atelier.catalog;

import java.io.UncheckedIOException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;

/** Loads the operator's files when they change, and lets the catalog see what another process has stored. */
final class CatalogRefresh {
    private static final Logger log = LoggerFactory.getLogger(CatalogRefresh.class);

    private final CatalogLoader loader;
    private final Catalog catalog;

    CatalogRefresh(CatalogLoader loader, Catalog catalog) {
        this.loader = loader;
        this.catalog = catalog;
    }

    /** Runs where scheduling is switched on. */
    @Scheduled(fixedDelayString = "${atelier.catalog.refresh:30s}",
            initialDelayString = "${atelier.catalog.refresh:30s}")
    void refresh() {
        try {
            loader.loadIfChanged();
            catalog.reload();
        } catch (DataAccessException | UncheckedIOException e) {
            log.warn("the catalog could not be read again, what is known stays in use: {}", e.getMessage());
        }
    }
}
