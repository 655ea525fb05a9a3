package dev.atelier.worker.provider.stability;

import java.time.Clock;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.atelier.worker.provider.ProviderAdapter;
import dev.atelier.worker.provider.ProviderHttp;

/** Contributes Stability AI's adapter. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StabilityProperties.class)
class StabilityConfiguration {
    @Bean
    ProviderHttp stabilityHttp(StabilityProperties properties) {
        return new ProviderHttp(StabilityAdapter.NAME, properties.http(), Clock.systemUTC());
    }

    @Bean
    ProviderAdapter stabilityAdapter(StabilityProperties properties, ProviderHttp stabilityHttp) {
        return StabilityAdapter.create(properties, stabilityHttp);
    }
}
