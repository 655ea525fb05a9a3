package dev.atelier.worker.provider.openaicompatible;

import java.net.URI;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

import dev.atelier.catalog.ProviderId;
import dev.atelier.worker.provider.ProviderAdapter;
import dev.atelier.worker.provider.ProviderAdapterFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CompatibleConfigurationTest {
    private static final ProviderId MINE = new ProviderId("mine");

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withUserConfiguration(CompatibleConfiguration.class);

    @Test
    void it_contributes_a_factory_and_no_adapter() {
        runner.run(context -> {
            assertThat(context.getBean(ProviderAdapterFactory.class).name()).isEqualTo("openai-compatible");
            assertThat(context).doesNotHaveBean(ProviderAdapter.class);
        });
    }

    @Test
    void every_setting_is_read() {
        runner.withPropertyValues("atelier.adapters.openai-compatible.connect-timeout=1s",
                "atelier.adapters.openai-compatible.call-timeout=2s",
                "atelier.adapters.openai-compatible.max-answer=3KB", "atelier.adapters.openai-compatible.busy-for=4s")
                .run(context -> assertThat(context.getBean(CompatibleProperties.class))
                        .isEqualTo(new CompatibleProperties(Duration.ofSeconds(1), Duration.ofSeconds(2),
                                DataSize.ofKilobytes(3), Duration.ofSeconds(4))));
    }

    @Test
    void an_adapter_is_one_of_the_provider_it_was_made_for_and_needs_no_key() {
        var factory = new CompatibleFactory(CompatibleAdapterTest.properties());

        var adapter = factory.create(MINE, "Mine", URI.create("http://localhost:8000/v1"));

        assertThat(adapter.provider()).isEqualTo(MINE);
        assertThat(adapter.needsKey()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://localhost:8000/v1/", "localhost:8000/v1", "ftp://localhost/v1", "/v1", "http:///v1"})
    void an_address_that_cannot_work_is_refused(String address) {
        var factory = new CompatibleFactory(CompatibleAdapterTest.properties());

        assertThatThrownBy(() -> factory.create(MINE, "Mine", URI.create(address)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(address);
    }
}
