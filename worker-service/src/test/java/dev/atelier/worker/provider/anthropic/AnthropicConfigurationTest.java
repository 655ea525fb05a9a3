package dev.atelier.worker.provider.anthropic;

import java.net.URI;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

import dev.atelier.worker.provider.ProviderAdapter;

import static org.assertj.core.api.Assertions.assertThat;

class AnthropicConfigurationTest {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withUserConfiguration(AnthropicConfiguration.class);

    @Test
    void it_contributes_an_adapter_without_any_setting() {
        runner.run(context -> {
            assertThat(context.getBean(ProviderAdapter.class).provider()).isEqualTo(AnthropicAdapter.ID);
            assertThat(context.getBean(AnthropicProperties.class).baseUrl())
                    .isEqualTo(URI.create("https://api.anthropic.com"));
        });
    }

    @Test
    void every_setting_is_read() {
        runner.withPropertyValues("atelier.providers.anthropic.base-url=http://localhost:1/anthropic",
                "atelier.providers.anthropic.connect-timeout=1s", "atelier.providers.anthropic.call-timeout=2s",
                "atelier.providers.anthropic.max-answer=3KB", "atelier.providers.anthropic.rate-limited-for=4s",
                "atelier.providers.anthropic.api-key=read-by-somebody-else")
                .run(context -> assertThat(context.getBean(AnthropicProperties.class)).isEqualTo(
                        new AnthropicProperties(URI.create("http://localhost:1/anthropic"), Duration.ofSeconds(1),
                                Duration.ofSeconds(2), DataSize.ofKilobytes(3), Duration.ofSeconds(4))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"base-url=https://api.anthropic.com/", "base-url=anthropic", "call-timeout=1s",
        "connect-timeout=0s", "max-answer=0B"})
    void a_setting_that_cannot_work_stops_the_start(String setting) {
        runner.withPropertyValues("atelier.providers.anthropic." + setting)
                .run(context -> assertThat(context).hasFailed());
    }
}
