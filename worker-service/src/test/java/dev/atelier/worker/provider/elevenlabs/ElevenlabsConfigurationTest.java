package dev.atelier.worker.provider.elevenlabs;

import java.net.URI;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

import dev.atelier.worker.provider.ProviderAdapter;

import static org.assertj.core.api.Assertions.assertThat;

class ElevenlabsConfigurationTest {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withUserConfiguration(ElevenlabsConfiguration.class);

    @Test
    void it_contributes_an_adapter_without_any_setting() {
        runner.run(context -> {
            assertThat(context.getBean(ProviderAdapter.class).provider()).isEqualTo(ElevenlabsAdapter.ID);
            assertThat(context.getBean(ElevenlabsProperties.class).baseUrl())
                    .isEqualTo(URI.create("https://api.elevenlabs.io"));
        });
    }

    @Test
    void every_setting_is_read() {
        runner.withPropertyValues("atelier.providers.elevenlabs.base-url=http://localhost:1/el",
                "atelier.providers.elevenlabs.connect-timeout=1s", "atelier.providers.elevenlabs.call-timeout=2s",
                "atelier.providers.elevenlabs.max-answer=3KB", "atelier.providers.elevenlabs.rate-limited-for=4s",
                "atelier.providers.elevenlabs.api-key=read-by-somebody-else")
                .run(context -> assertThat(context.getBean(ElevenlabsProperties.class)).isEqualTo(
                        new ElevenlabsProperties(URI.create("http://localhost:1/el"), Duration.ofSeconds(1),
                                Duration.ofSeconds(2), DataSize.ofKilobytes(3), Duration.ofSeconds(4))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"base-url=https://api.elevenlabs.io/", "base-url=elevenlabs", "call-timeout=1s",
        "connect-timeout=0s", "max-answer=0B"})
    void a_setting_that_cannot_work_stops_the_start(String setting) {
        runner.withPropertyValues("atelier.providers.elevenlabs." + setting)
                .run(context -> assertThat(context).hasFailed());
    }
}
