package dev.atelier.worker.provider.geminigen;

import java.net.URI;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

import dev.atelier.worker.provider.ProviderAdapter;

import static org.assertj.core.api.Assertions.assertThat;

class GeminigenConfigurationTest {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withUserConfiguration(GeminigenConfiguration.class);

    @Test
    void it_contributes_an_adapter_without_any_setting() {
        runner.run(context -> {
            assertThat(context.getBean(ProviderAdapter.class).provider()).isEqualTo(GeminigenAdapter.ID);
            assertThat(context.getBean(GeminigenProperties.class).baseUrl())
                    .isEqualTo(URI.create("https://api.geminigen.ai/uapi/v1"));
        });
    }

    @Test
    void every_setting_is_read() {
        runner.withPropertyValues("atelier.providers.geminigen.base-url=http://localhost:1/gg",
                "atelier.providers.geminigen.connect-timeout=1s", "atelier.providers.geminigen.call-timeout=2s",
                "atelier.providers.geminigen.max-answer=3KB", "atelier.providers.geminigen.rate-limited-for=4s",
                "atelier.providers.geminigen.credit-locked-for=5s",
                "atelier.providers.geminigen.api-key=read-by-somebody-else")
                .run(context -> assertThat(context.getBean(GeminigenProperties.class)).isEqualTo(
                        new GeminigenProperties(URI.create("http://localhost:1/gg"), Duration.ofSeconds(1),
                                Duration.ofSeconds(2), DataSize.ofKilobytes(3), Duration.ofSeconds(4),
                                Duration.ofSeconds(5))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"base-url=https://api.geminigen.ai/uapi/v1/", "base-url=geminigen", "call-timeout=1s",
        "connect-timeout=0s",
        "max-answer=0B"})
    void a_setting_that_cannot_work_stops_the_start(String setting) {
        runner.withPropertyValues("atelier.providers.geminigen." + setting)
                .run(context -> assertThat(context).hasFailed());
    }
}
