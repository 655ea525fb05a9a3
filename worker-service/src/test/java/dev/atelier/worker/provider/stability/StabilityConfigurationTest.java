package dev.atelier.worker.provider.stability;

import java.net.URI;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

import dev.atelier.worker.provider.ProviderAdapter;

import static org.assertj.core.api.Assertions.assertThat;

class StabilityConfigurationTest {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withUserConfiguration(StabilityConfiguration.class);

    @Test
    void it_contributes_an_adapter_without_any_setting() {
        runner.run(context -> {
            assertThat(context.getBean(ProviderAdapter.class).provider()).isEqualTo(StabilityAdapter.ID);
            assertThat(context.getBean(StabilityProperties.class).baseUrl())
                    .isEqualTo(URI.create("https://api.stability.ai"));
        });
    }

    @Test
    void every_setting_is_read() {
        runner.withPropertyValues("atelier.providers.stability.base-url=http://localhost:1/st",
                "atelier.providers.stability.connect-timeout=1s", "atelier.providers.stability.call-timeout=2s",
                "atelier.providers.stability.max-answer=3KB", "atelier.providers.stability.rate-limited-for=4s",
                "atelier.providers.stability.api-key=read-by-somebody-else")
                .run(context -> assertThat(context.getBean(StabilityProperties.class)).isEqualTo(
                        new StabilityProperties(URI.create("http://localhost:1/st"), Duration.ofSeconds(1),
                                Duration.ofSeconds(2), DataSize.ofKilobytes(3), Duration.ofSeconds(4))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"base-url=https://api.stability.ai/", "base-url=stability", "call-timeout=1s",
        "connect-timeout=0s", "max-answer=0B"})
    void a_setting_that_cannot_work_stops_the_start(String setting) {
        runner.withPropertyValues("atelier.providers.stability." + setting)
                .run(context -> assertThat(context).hasFailed());
    }
}
