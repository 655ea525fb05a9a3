package dev.atelier.worker.provider.fal;

import java.net.URI;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

import dev.atelier.worker.provider.ProviderAdapter;

import static org.assertj.core.api.Assertions.assertThat;

class FalConfigurationTest {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withUserConfiguration(FalConfiguration.class);

    @Test
    void it_contributes_an_adapter_without_any_setting() {
        runner.run(context -> {
            assertThat(context.getBean(ProviderAdapter.class).provider()).isEqualTo(FalAdapter.ID);
            assertThat(context.getBean(FalProperties.class).baseUrl()).isEqualTo(URI.create("https://queue.fal.run"));
        });
    }

    @Test
    void every_setting_is_read() {
        runner.withPropertyValues("atelier.providers.fal.base-url=http://localhost:1/fal",
                "atelier.providers.fal.connect-timeout=1s", "atelier.providers.fal.call-timeout=2s",
                "atelier.providers.fal.max-answer=3KB", "atelier.providers.fal.rate-limited-for=4s",
                "atelier.providers.fal.api-key=read-by-somebody-else")
                .run(context -> assertThat(context.getBean(FalProperties.class)).isEqualTo(
                        new FalProperties(URI.create("http://localhost:1/fal"), Duration.ofSeconds(1),
                                Duration.ofSeconds(2), DataSize.ofKilobytes(3), Duration.ofSeconds(4))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"base-url=https://queue.fal.run/", "base-url=fal", "call-timeout=1s", "connect-timeout=0s",
        "max-answer=0B"})
    void a_setting_that_cannot_work_stops_the_start(String setting) {
        runner.withPropertyValues("atelier.providers.fal." + setting)
                .run(context -> assertThat(context).hasFailed());
    }
}
