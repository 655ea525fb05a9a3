package dev.atelier.output.store;

import java.util.Objects;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The store that the settings name. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OutputStoreProperties.class)
public class OutputStoreConfiguration {
    @Bean
    OutputStore outputStore(OutputStoreProperties properties) {
        return switch (properties.store()) {
            case FILE -> new FileOutputStore(properties.folder());
            case S3 -> new S3OutputStore(Objects.requireNonNull(properties.s3()), properties.folder());
        };
    }
}
