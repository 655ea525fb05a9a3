package dev.atelier.worker.provider.openaicompatible;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.atelier.worker.provider.ProviderAdapterFactory;

/** Contributes the adapters of servers that copy OpenAI's API. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CompatibleProperties.class)
class CompatibleConfiguration {
    @Bean
    ProviderAdapterFactory openAiCompatible(CompatibleProperties properties) {
        return new CompatibleFactory(properties);
    }
}
