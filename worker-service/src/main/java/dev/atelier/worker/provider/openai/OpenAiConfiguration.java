package dev.atelier.worker.provider.openai;

import java.time.Clock;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.atelier.worker.provider.ProviderAdapter;
import dev.atelier.worker.provider.ProviderHttp;

/** Contributes OpenAI's adapter. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OpenAiProperties.class)
class OpenAiConfiguration {
    @Bean
    ProviderHttp openAiMaking(OpenAiProperties properties) {
        return new ProviderHttp(OpenAiAdapter.NAME, properties.whileMaking(), Clock.systemUTC());
    }

    @Bean
    ProviderHttp openAiAsking(OpenAiProperties properties) {
        return new ProviderHttp(OpenAiAdapter.NAME, properties.whileAsking(), Clock.systemUTC());
    }

    @Bean
    ProviderAdapter openAiAdapter(OpenAiProperties properties, ProviderHttp openAiMaking, ProviderHttp openAiAsking) {
        return OpenAiAdapter.create(properties, openAiMaking, openAiAsking);
    }
}
