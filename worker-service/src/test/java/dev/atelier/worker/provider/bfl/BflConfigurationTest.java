package dev.atelier.worker.provider.bfl;

import java.net.URI;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

import dev.atelier.worker.provider.ProviderAdapter;

import static org.assertj.core.api.Assertions.assertThat;

class BflConfigurationTest {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withUserConfiguration(BflConfiguration.class);

    @Test
    void it_contributes_an_adapter_without_any_setting() {
        runner.run(context -> {
            assertThat(context.getBean(ProviderAdapter.class).provider()).isEqualTo(BflAdapter.ID);
            assertThat(context.getBean(BflProperties.class).baseUrl()).isEqualTo(URI.create("https://api.bfl.ai"));
        });
    }

    @Test
    void every_setting_is_read() {
        runner.withPropertyValues("atelier.providers.bfl.base-url=http://localhost:1/bfl",
                "atelier.providers.bfl.connect-timeout=1s", "atelier.providers.bfl.call-timeout=2s",
                "atelier.providers.bfl.max-answer=3KB", "atelier.providers.bfl.rate-limited-for=4s",
                "atelier.providers.bfl.api-key=read-by-somebody-else")
                .run(context -> assertThat(context.getBean(BflProperties.class)).isEqualTo(
                        new BflProperties(URI.create("http://localhost:1/bfl"), Duration.ofSeconds(1),
                                Duration.ofSeconds(2), DataSize.ofKilobytes(3), Duration.ofSeconds(4))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"base-url=https://api.bfl.ai/", "base-url=bfl", "call-timeout=1s", "connect-timeout=0s",
        "max-answer=0B"})
    void a_setting_that_cannot_work_stops_the_start(String setting) {
        runner.withPropertyValues("atelier.providers.bfl." + setting)
                .run(context -> assertThat(context).hasFailed());
    }
}
