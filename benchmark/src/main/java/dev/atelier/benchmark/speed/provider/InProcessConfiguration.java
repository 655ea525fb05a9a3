package dev.atelier.benchmark.speed.provider;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.atelier.messaging.Nudges;

/** Contributes the adapter to a worker that is told of it by {@code spring.main.sources}. */
@Configuration(proxyBeanMethods = false)
public class InProcessConfiguration {
    /** Its catalog file: as many calls at once as the floor has in its two batches. */
    public static final String CATALOG = """
            version: 1
            provider:
              id: bench
              name: In-process
              spec:
                callback: {delivery: PER_JOB}
                slots: 1000
                uncertainFor: PT15S
                recovery: {evidence: CALLBACK, policy: FAIL}
                cancellable: false
            models:
              - slug: instant
                name: Instant
                category: TEXT_TO_IMAGE
                model: instant
                operation: instant
                timing: {usual: PT1M, waiting: PT2H, deadline: PT3H, attempts: 5}
                fields:
                  - {type: text, name: prompt, sentAs: prompt, required: true, maxLength: 20000}
            """;

    @Bean
    InProcessProvider inProcessProvider(Nudges nudges) {
        return new InProcessProvider(nudges);
    }
}
