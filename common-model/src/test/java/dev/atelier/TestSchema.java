package dev.atelier;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import dev.atelier.catalog.CatalogLoader;
import dev.atelier.catalog.CatalogProperties;
import dev.atelier.testsupport.TestDatabase;
import dev.atelier.user.UserId;
import dev.atelier.user.Users;

/** A migrated database with the packaged catalog and one user, without Spring around it. */
public final class TestSchema {
    public static final UserId USER = new UserId(UUID.fromString("00000000-0000-7000-8000-0000000000aa"));

    private final PGSimpleDataSource source = new PGSimpleDataSource();

    private TestSchema() {}

    public static TestSchema create() {
        var database = TestDatabase.create();
        var schema = new TestSchema();
        schema.source.setUrl(database.jdbcUrl());
        schema.source.setUser(database.username());
        schema.source.setPassword(database.password());
        Flyway.configure().dataSource(schema.source).loggers("slf4j").load().migrate();
        schema.loadCatalog(new CatalogProperties(null, java.time.Duration.ofSeconds(30)));
        new Users(schema.jdbc()).ensure(USER, "Somebody");
        return schema;
    }

    public JdbcClient jdbc() {
        return JdbcClient.create(source);
    }

    public void loadCatalog(CatalogProperties properties) {
        catalogLoader(properties).load();
    }

    public CatalogLoader catalogLoader(CatalogProperties properties) {
        return new CatalogLoader(jdbc(), transactions(), properties);
    }

    public TransactionTemplate transactions() {
        return new TransactionTemplate(new DataSourceTransactionManager(source));
    }

    /** The rows of a query, as they come. */
    public List<Map<String, Object>> rows(String sql) {
        return jdbc().sql(sql).query().listOfRows();
    }
}
