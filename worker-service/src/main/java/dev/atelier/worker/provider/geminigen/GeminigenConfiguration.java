package dev.atelier.worker.provider.geminigen;

import java.time.Clock;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.atelier.worker.provider.ProviderAdapter;
import dev.atelier.worker.provider.ProviderHttp;

/** Contributes Geminigen.ai's adapter. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(GeminigenProperties.class)
class GeminigenConfiguration {
    @Bean
    ProviderHttp geminigenHttp(GeminigenProperties properties) {
        return new ProviderHttp(GeminigenAdapter.NAME, properties.http(), Clock.systemUTC());
    }

    @Bean
    ProviderAdapter geminigenAdapter(GeminigenProperties properties, ProviderHttp geminigenHttp) {
        return GeminigenAdapter.create(properties, geminigenHttp);
    }
}
