package dev.atelier.worker.provider.kie;

import java.net.URI;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

import dev.atelier.worker.provider.ProviderAdapter;

import static org.assertj.core.api.Assertions.assertThat;

class KieConfigurationTest {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withUserConfiguration(KieConfiguration.class);

    @Test
    void it_contributes_an_adapter_without_any_setting() {
        runner.run(context -> {
            assertThat(context.getBean(ProviderAdapter.class).provider()).isEqualTo(KieAdapter.ID);
            assertThat(context.getBean(KieProperties.class).baseUrl()).isEqualTo(URI.create("https://api.kie.ai"));
        });
    }

    @Test
    void every_setting_is_read() {
        runner.withPropertyValues("atelier.providers.kie.base-url=http://localhost:1/kie",
                "atelier.providers.kie.connect-timeout=1s", "atelier.providers.kie.call-timeout=2s",
                "atelier.providers.kie.chat-timeout=6s", "atelier.providers.kie.max-answer=3KB",
                "atelier.providers.kie.rate-limited-for=4s",
                "atelier.providers.kie.busy-for=5s", "atelier.providers.kie.api-key=read-by-somebody-else")
                .run(context -> assertThat(context.getBean(KieProperties.class)).isEqualTo(
                        new KieProperties(URI.create("http://localhost:1/kie"), Duration.ofSeconds(1),
                                Duration.ofSeconds(2), Duration.ofSeconds(6), DataSize.ofKilobytes(3),
                                Duration.ofSeconds(4),
                                Duration.ofSeconds(5))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"base-url=https://api.kie.ai/", "base-url=kie", "call-timeout=1s", "chat-timeout=1s",
        "connect-timeout=0s",
        "max-answer=0B"})
    void a_setting_that_cannot_work_stops_the_start(String setting) {
        runner.withPropertyValues("atelier.providers.kie." + setting)
                .run(context -> assertThat(context).hasFailed());
    }
}
