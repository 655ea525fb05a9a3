package dev.atelier.worker.provider.replicate;

import java.time.Clock;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.atelier.worker.provider.ProviderAdapter;
import dev.atelier.worker.provider.ProviderHttp;

/** Contributes Replicate's adapter. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ReplicateProperties.class)
class ReplicateConfiguration {
    @Bean
    ProviderHttp replicateHttp(ReplicateProperties properties) {
        return new ProviderHttp(ReplicateAdapter.NAME, properties.http(), Clock.systemUTC());
    }

    @Bean
    ProviderAdapter replicateAdapter(ReplicateProperties properties, ProviderHttp replicateHttp) {
        return ReplicateAdapter.create(properties, replicateHttp);
    }
}
