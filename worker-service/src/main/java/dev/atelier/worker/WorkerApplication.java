package dev.atelier.worker;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.annotation.EnableScheduling;

import dev.atelier.CommonModel;
import dev.atelier.catalog.AiProvider;
import dev.atelier.catalog.Catalog;
import dev.atelier.worker.provider.ProviderAdapter;
import dev.atelier.worker.provider.ProviderAdapterFactory;
import dev.atelier.worker.provider.ProviderAdapters;

/** The worker as a process of its own. */
@SpringBootApplication
@EnableScheduling
@EnableConfigurationProperties(WorkerProperties.class)
@Import(CommonModel.class)
public class WorkerApplication {

    public static void main(String[] args) {
        builder().run(args);
    }

    /** Its packaged settings are {@code worker-service.yaml}, so that several services can share a JVM. */
    public static SpringApplicationBuilder builder() {
        return new SpringApplicationBuilder(WorkerApplication.class)
                .bannerMode(Banner.Mode.OFF)
                .properties(Map.of("spring.config.name", "application,worker-service"));
    }

    /** For jitter: nothing secret is drawn from it. */
    @Bean
    RandomGenerator random() {
        return () -> ThreadLocalRandom.current().nextLong();
    }

    @Bean
    ProviderAdapters providerAdapters(List<ProviderAdapter> adapters, List<ProviderAdapterFactory> factories,
            Catalog catalog, Environment environment) {
        var settings = Binder.get(environment);
        return new ProviderAdapters(adapters, factories, id -> catalog.provider(id).flatMap(it -> copy(it, settings)));
    }

    /** Where it is may be said in the settings, for a file that is the same on every installation. */
    private static Optional<ProviderAdapters.Copy> copy(AiProvider provider, Binder settings) {
        var spec = provider.spec();
        return Optional.ofNullable(spec.adapter())
                .map(it -> new ProviderAdapters.Copy(provider.name(), it, settings
                        .bind("atelier.providers." + provider.id() + ".base-url", String.class)
                        .orElse(spec.baseUrl())));
    }
}
