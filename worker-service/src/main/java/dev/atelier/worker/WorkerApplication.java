package dev.atelier.worker;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.EnableScheduling;

import dev.atelier.CommonModel;
import dev.atelier.worker.provider.ProviderAdapter;
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
    ProviderAdapters providerAdapters(List<ProviderAdapter> adapters) {
        return new ProviderAdapters(adapters);
    }
}
