package dev.atelier.worker.provider.google;

import java.time.Clock;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.atelier.worker.provider.ProviderAdapter;
import dev.atelier.worker.provider.ProviderHttp;

/** Contributes Google's adapter. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(GoogleProperties.class)
class GoogleConfiguration {
    @Bean
    ProviderHttp googleHttp(GoogleProperties properties) {
        return new ProviderHttp(GoogleAdapter.NAME, properties.http(), Clock.systemUTC());
    }

    @Bean
    ProviderAdapter googleAdapter(GoogleProperties properties, ProviderHttp googleHttp) {
        return GoogleAdapter.create(properties, googleHttp);
    }
}
