package dev.atelier.worker.provider.elevenlabs;

import java.time.Clock;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.atelier.worker.provider.ProviderAdapter;
import dev.atelier.worker.provider.ProviderHttp;

/** Contributes ElevenLabs' adapter. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ElevenlabsProperties.class)
class ElevenlabsConfiguration {
    @Bean
    ProviderHttp elevenlabsHttp(ElevenlabsProperties properties) {
        return new ProviderHttp(ElevenlabsAdapter.NAME, properties.http(), Clock.systemUTC(), ElevenlabsApi.HEADERS);
    }

    @Bean
    ProviderAdapter elevenlabsAdapter(ElevenlabsProperties properties, ProviderHttp elevenlabsHttp) {
        return ElevenlabsAdapter.create(properties, elevenlabsHttp);
    }
}
