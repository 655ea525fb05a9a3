package dev.atelier.catalog;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;

/** Lets the catalog see what another process has stored. Runs where scheduling is switched on. */
final class CatalogRefresh {
    private static final Logger log = LoggerFactory.getLogger(CatalogRefresh.class);

    private final Catalog catalog;

    CatalogRefresh(Catalog catalog) {
        this.catalog = catalog;
    }

    @Scheduled(fixedDelayString = "${atelier.catalog.refresh:30s}",
            initialDelayString = "${atelier.catalog.refresh:30s}")
    void refresh() {
        try {
            catalog.reload();
        } catch (DataAccessException e) {
            log.warn("the catalog could not be read again, what is known stays in use: {}", e.getMessage());
        }
    }
}
