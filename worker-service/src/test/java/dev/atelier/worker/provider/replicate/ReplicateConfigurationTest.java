package dev.atelier.worker.provider.replicate;

import java.net.URI;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

import dev.atelier.worker.provider.ProviderAdapter;

import static org.assertj.core.api.Assertions.assertThat;

class ReplicateConfigurationTest {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withUserConfiguration(ReplicateConfiguration.class);

    @Test
    void it_contributes_an_adapter_without_any_setting() {
        runner.run(context -> {
            assertThat(context.getBean(ProviderAdapter.class).provider()).isEqualTo(ReplicateAdapter.ID);
            assertThat(context.getBean(ReplicateProperties.class).baseUrl())
                    .isEqualTo(URI.create("https://api.replicate.com"));
        });
    }

    @Test
    void every_setting_is_read() {
        runner.withPropertyValues("atelier.providers.replicate.base-url=http://localhost:1/replicate",
                "atelier.providers.replicate.connect-timeout=1s", "atelier.providers.replicate.call-timeout=2s",
                "atelier.providers.replicate.max-answer=3KB", "atelier.providers.replicate.rate-limited-for=4s",
                "atelier.providers.replicate.cancel-after=5s",
                "atelier.providers.replicate.api-key=read-by-somebody-else")
                .run(context -> assertThat(context.getBean(ReplicateProperties.class)).isEqualTo(
                        new ReplicateProperties(URI.create("http://localhost:1/replicate"), Duration.ofSeconds(1),
                                Duration.ofSeconds(2), DataSize.ofKilobytes(3), Duration.ofSeconds(4),
                                Duration.ofSeconds(5))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"base-url=https://api.replicate.com/", "base-url=replicate", "call-timeout=1s",
        "connect-timeout=0s",
        "max-answer=0B", "cancel-after=4s"})
    void a_setting_that_cannot_work_stops_the_start(String setting) {
        runner.withPropertyValues("atelier.providers.replicate." + setting)
                .run(context -> assertThat(context).hasFailed());
    }
}
