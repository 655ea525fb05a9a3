package dev.atelier.worker.provider.runway;

import java.net.URI;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

import dev.atelier.catalog.Category;
import dev.atelier.credential.Secret;
import dev.atelier.job.ProviderJobId;
import dev.atelier.worker.provider.ProviderAdapter;
import dev.atelier.worker.provider.ProviderJob;
import dev.atelier.worker.provider.ScriptedProvider;

import static org.assertj.core.api.Assertions.assertThat;

class RunwayConfigurationTest {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withUserConfiguration(RunwayConfiguration.class);

    @Test
    void it_contributes_an_adapter_without_any_setting() {
        runner.run(context -> {
            assertThat(context.getBean(ProviderAdapter.class).provider()).isEqualTo(RunwayAdapter.ID);
            assertThat(context.getBean(RunwayProperties.class).baseUrl())
                    .isEqualTo(URI.create("https://api.dev.runwayml.com"));
        });
    }

    @Test
    void its_calls_name_the_version() {
        try (var runway = new ScriptedProvider()) {
            runway.answers(204, "");
            runner.withPropertyValues("atelier.providers.runway.base-url=" + runway.url()).run(context -> {
                var job = new ProviderJob(new ProviderJobId("t1"), "gen4_image", "text_to_image",
                        Category.TEXT_TO_IMAGE);
                assertThat(context.getBean(ProviderAdapter.class).cancel(job, new Secret("runway-key-0123"))).isTrue();
            });
            assertThat(runway.requests().getFirst().header("x-runway-version")).contains("2024-11-06");
        }
    }

    @Test
    void every_setting_is_read() {
        runner.withPropertyValues("atelier.providers.runway.base-url=http://localhost:1/runway",
                "atelier.providers.runway.connect-timeout=1s", "atelier.providers.runway.call-timeout=2s",
                "atelier.providers.runway.max-answer=3KB", "atelier.providers.runway.rate-limited-for=4s",
                "atelier.providers.runway.api-key=read-by-somebody-else")
                .run(context -> assertThat(context.getBean(RunwayProperties.class)).isEqualTo(
                        new RunwayProperties(URI.create("http://localhost:1/runway"), Duration.ofSeconds(1),
                                Duration.ofSeconds(2), DataSize.ofKilobytes(3), Duration.ofSeconds(4))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"base-url=https://api.dev.runwayml.com/", "base-url=runway", "call-timeout=1s",
        "connect-timeout=0s", "max-answer=0B"})
    void a_setting_that_cannot_work_stops_the_start(String setting) {
        runner.withPropertyValues("atelier.providers.runway." + setting)
                .run(context -> assertThat(context).hasFailed());
    }
}
