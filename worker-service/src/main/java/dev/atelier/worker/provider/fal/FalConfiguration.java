package dev.atelier.worker.provider.fal;

import java.time.Clock;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.atelier.worker.provider.ProviderAdapter;
import dev.atelier.worker.provider.ProviderHttp;

/** Contributes fal.ai's adapter. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FalProperties.class)
class FalConfiguration {
    @Bean
    ProviderHttp falHttp(FalProperties properties) {
        return new ProviderHttp(FalAdapter.NAME, properties.http(), Clock.systemUTC());
    }

    @Bean
    ProviderAdapter falAdapter(FalProperties properties, ProviderHttp falHttp) {
        return FalAdapter.create(properties, falHttp);
    }
}
