package dev.atelier.worker.output;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.atelier.net.Downloads;

/** Fetches by the guarded client. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OutputProperties.class)
class OutputConfiguration {
    @Bean
    FileSource fileSource(Downloads downloads) {
        return downloads::get;
    }
}
