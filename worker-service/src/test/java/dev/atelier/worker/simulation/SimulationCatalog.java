package dev.atelier.worker.simulation;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import javax.sql.DataSource;

import org.springframework.beans.BeanUtils;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;
import org.springframework.util.ClassUtils;

import dev.atelier.catalog.AiModel;
import dev.atelier.catalog.AiProvider;
import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.ProviderId;
import dev.atelier.persistence.JsonColumns;

/** Catalog files of the simulated providers, and catalogs that hold some of them. */
final class SimulationCatalog {
    private static final String PROVIDERS = "dev.atelier.catalog.AiProviders";
    private static final String MODELS = "dev.atelier.catalog.AiModels";

    static final int ATTEMPTS = 3;

    private final List<AiProvider> providers;
    private final List<AiModel> models;

    private SimulationCatalog(List<AiProvider> providers, List<AiModel> models) {
        this.providers = providers;
        this.models = models;
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
        var factory = new LocalContainerEntityManagerFactoryBean();
        factory.setDataSource(source);
        factory.setPackagesToScan("dev.atelier.catalog");
        factory.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
        factory.setJpaPropertyMap(Map.of("hibernate.type.json_format_mapper", new JsonColumns(),
                "hibernate.physical_naming_strategy",
                "org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl"));
        factory.afterPropertiesSet();
        var entities = Objects.requireNonNull(factory.getObject());
        try (var session = entities.createEntityManager()) {
            return new SimulationCatalog(
                    session.createQuery("from AiProvider", AiProvider.class).getResultList(),
                    session.createQuery("from AiModel", AiModel.class).getResultList());
        } finally {
            entities.close();
        }
    }

    AiModel model(ProviderId provider) {
        return models.stream().filter(it -> it.provider().equals(provider)).findFirst().orElseThrow();
    }

    Catalog of(Set<ProviderId> some) {
        var catalog = (Catalog) BeanUtils.instantiateClass(constructor(),
                rows(PROVIDERS, providers.stream().filter(it -> some.contains(it.id())).toList()),
                rows(MODELS, models.stream().filter(it -> some.contains(it.provider())).toList()));
        catalog.reload();
        return catalog;
    }

    private static Constructor<?> constructor() {
        return Catalog.class.getDeclaredConstructors()[0];
    }

    private static Object rows(String repository, List<?> rows) {
        return Proxy.newProxyInstance(Catalog.class.getClassLoader(),
                new Class<?>[]{ClassUtils.resolveClassName(repository, null)}, (proxy, method, args) -> rows);
    }
}
