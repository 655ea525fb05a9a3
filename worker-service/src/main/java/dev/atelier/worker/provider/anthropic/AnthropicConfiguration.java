package dev.atelier.worker.provider.anthropic;

import java.time.Clock;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.atelier.worker.provider.ProviderAdapter;
import dev.atelier.worker.provider.ProviderHttp;

/** Contributes Anthropic's adapter. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AnthropicProperties.class)
class AnthropicConfiguration {
    @Bean
    ProviderHttp anthropicHttp(AnthropicProperties properties) {
        return new ProviderHttp(AnthropicAdapter.NAME, properties.http(), Clock.systemUTC(), AnthropicApi.HEADERS);
    }

    @Bean
    ProviderAdapter anthropicAdapter(AnthropicProperties properties, ProviderHttp anthropicHttp) {
        return AnthropicAdapter.create(properties, anthropicHttp);
    }
}
