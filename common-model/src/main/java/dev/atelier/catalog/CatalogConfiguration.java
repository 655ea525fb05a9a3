package dev.atelier.catalog;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The catalog is loaded before anything that asks it is made: queues are declared for the providers that it knows. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CatalogProperties.class)
public class CatalogConfiguration {
    @Bean
    CatalogLoader catalogLoader(JdbcClient jdbc, PlatformTransactionManager transactions,
            CatalogProperties properties) {
        return new CatalogLoader(jdbc, new TransactionTemplate(transactions), properties);
    }

    @Bean
    Catalog catalog(CatalogLoader loader, JdbcClient jdbc) {
        loader.load();
        var catalog = new Catalog(() -> CatalogRows.read(jdbc));
        catalog.reload();
        return catalog;
    }

    @Bean
    CatalogRefresh catalogRefresh(CatalogLoader loader, Catalog catalog) {
        return new CatalogRefresh(loader, catalog);
    }
}
