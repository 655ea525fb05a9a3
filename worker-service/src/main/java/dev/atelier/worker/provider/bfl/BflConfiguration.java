package dev.atelier.worker.provider.bfl;

import java.time.Clock;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.atelier.worker.provider.ProviderAdapter;
import dev.atelier.worker.provider.ProviderHttp;

/** Contributes Black Forest Labs' adapter. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BflProperties.class)
class BflConfiguration {
    @Bean
    ProviderHttp bflHttp(BflProperties properties) {
        return new ProviderHttp(BflAdapter.NAME, properties.http(), Clock.systemUTC());
    }

    @Bean
    ProviderAdapter bflAdapter(BflProperties properties, ProviderHttp bflHttp) {
        return BflAdapter.create(properties, bflHttp);
    }
}
