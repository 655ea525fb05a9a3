package dev.atelier.worker.provider.kie;

import java.time.Clock;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.atelier.worker.provider.ProviderAdapter;
import dev.atelier.worker.provider.ProviderHttp;

/** Contributes Kie.ai's adapter. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(KieProperties.class)
class KieConfiguration {
    @Bean
    ProviderHttp kieHttp(KieProperties properties) {
        return new ProviderHttp(KieAdapter.NAME, properties.http(), Clock.systemUTC());
    }

    @Bean
    ProviderHttp kieChatHttp(KieProperties properties) {
        return new ProviderHttp(KieAdapter.NAME, properties.chatHttp(), Clock.systemUTC());
    }

    @Bean
    ProviderAdapter kieAdapter(KieProperties properties, ProviderHttp kieHttp, ProviderHttp kieChatHttp) {
        return KieAdapter.create(properties, kieHttp, kieChatHttp);
    }
}
