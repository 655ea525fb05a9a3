package dev.atelier.worker.provider.openai;

import java.net.URI;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

import dev.atelier.worker.provider.ProviderAdapter;

import static org.assertj.core.api.Assertions.assertThat;

class OpenAiConfigurationTest {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withUserConfiguration(OpenAiConfiguration.class);

    @Test
    void it_contributes_an_adapter_without_any_setting() {
        runner.run(context -> {
            assertThat(context.getBean(ProviderAdapter.class).provider()).isEqualTo(OpenAiAdapter.ID);
            assertThat(context.getBean(OpenAiProperties.class).baseUrl())
                    .isEqualTo(URI.create("https://api.openai.com"));
        });
    }

    @Test
    void every_setting_is_read() {
        runner.withPropertyValues("atelier.providers.openai.base-url=http://localhost:1/openai",
                "atelier.providers.openai.connect-timeout=1s", "atelier.providers.openai.call-timeout=2s",
                "atelier.providers.openai.ask-timeout=3s", "atelier.providers.openai.max-answer=4KB",
                "atelier.providers.openai.rate-limited-for=5s",
                "atelier.providers.openai.api-key=read-by-somebody-else")
                .run(context -> assertThat(context.getBean(OpenAiProperties.class)).isEqualTo(
                        new OpenAiProperties(URI.create("http://localhost:1/openai"), Duration.ofSeconds(1),
                                Duration.ofSeconds(2), Duration.ofSeconds(3), DataSize.ofKilobytes(4),
                                Duration.ofSeconds(5))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"base-url=https://api.openai.com/", "base-url=openai", "call-timeout=1s", "ask-timeout=1s",
        "connect-timeout=0s", "max-answer=0B"})
    void a_setting_that_cannot_work_stops_the_start(String setting) {
        runner.withPropertyValues("atelier.providers.openai." + setting)
                .run(context -> assertThat(context).hasFailed());
    }
}
