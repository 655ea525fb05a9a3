package dev.atelier.job;

import java.time.Duration;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import dev.atelier.catalog.Category;
import dev.atelier.catalog.ProviderId;

/**
 * How long each stage of a job took, as {@code atelier.job.stage}: {@code queue_wait} (accepted to claimed), {@code submit}
 * (claimed to taken by the provider), {@code provider} (taken to finished), {@code store} (finished to copied), {@code callback} (callback received to committed).
 */
public final class StageTimers {
    private StageTimers() {}

    public static void record(MeterRegistry meters, String stage, ProviderId provider, Category category,
            Duration took) {
        Timer.builder("atelier.job.stage")
                .tags("stage", stage, "provider", provider.value(), "category", category.name())
                .serviceLevelObjectives(Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofMillis(100),
                        Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(30),
                        Duration.ofMinutes(2), Duration.ofMinutes(10), Duration.ofMinutes(30))
                .register(meters)
                .record(took.isNegative() ? Duration.ZERO : took);
    }
}
