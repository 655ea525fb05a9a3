package dev.atelier.worker.provider.runway;

import java.time.Clock;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.atelier.worker.provider.ProviderAdapter;
import dev.atelier.worker.provider.ProviderHttp;

/** Contributes Runway's adapter. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RunwayProperties.class)
class RunwayConfiguration {
    @Bean
    ProviderHttp runwayHttp(RunwayProperties properties) {
        return new ProviderHttp(RunwayAdapter.NAME, properties.http(), Clock.systemUTC(), RunwayApi.HEADERS);
    }

    @Bean
    ProviderAdapter runwayAdapter(RunwayProperties properties, ProviderHttp runwayHttp) {
        return RunwayAdapter.create(properties, runwayHttp);
    }
}
