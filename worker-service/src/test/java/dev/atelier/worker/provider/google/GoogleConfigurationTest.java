package dev.atelier.worker.provider.google;

import java.net.URI;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

import dev.atelier.worker.provider.ProviderAdapter;

import static org.assertj.core.api.Assertions.assertThat;

class GoogleConfigurationTest {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withUserConfiguration(GoogleConfiguration.class);

    @Test
    void it_contributes_an_adapter_without_any_setting() {
        runner.run(context -> {
            assertThat(context.getBean(ProviderAdapter.class).provider()).isEqualTo(GoogleAdapter.ID);
            assertThat(context.getBean(GoogleProperties.class).baseUrl())
                    .isEqualTo(URI.create("https://generativelanguage.googleapis.com"));
        });
    }

    @Test
    void every_setting_is_read() {
        runner.withPropertyValues("atelier.providers.google.base-url=http://localhost:1/google",
                "atelier.providers.google.connect-timeout=1s", "atelier.providers.google.call-timeout=2s",
                "atelier.providers.google.max-answer=3KB", "atelier.providers.google.rate-limited-for=4s",
                "atelier.providers.google.daily-quota-for=5s",
                "atelier.providers.google.api-key=read-by-somebody-else")
                .run(context -> assertThat(context.getBean(GoogleProperties.class)).isEqualTo(
                        new GoogleProperties(URI.create("http://localhost:1/google"), Duration.ofSeconds(1),
                                Duration.ofSeconds(2), DataSize.ofKilobytes(3), Duration.ofSeconds(4),
                                Duration.ofSeconds(5))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"base-url=https://generativelanguage.googleapis.com/", "base-url=google", "call-timeout=1s",
        "connect-timeout=0s", "max-answer=0B"})
    void a_setting_that_cannot_work_stops_the_start(String setting) {
        runner.withPropertyValues("atelier.providers.google." + setting)
                .run(context -> assertThat(context).hasFailed());
    }
}
