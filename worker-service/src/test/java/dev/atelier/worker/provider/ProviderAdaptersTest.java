package dev.atelier.worker.provider;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.Test;

import dev.atelier.catalog.ProviderId;
import dev.atelier.credential.Secret;
import dev.atelier.webhook.WebhookReceived;
import dev.atelier.worker.provider.ProviderAdapters.Copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ProviderAdaptersTest {
    private static final ProviderId KIE = new ProviderId("kie");
    private static final ProviderId MINE = new ProviderId("mine");

    private final Map<ProviderId, Copy> catalog = new ConcurrentHashMap<>();
    private final ProviderAdapters adapters = new ProviderAdapters(List.of(new Adapter(KIE, URI.create("http://kie"))),
            List.of(new Factory()), id -> Optional.ofNullable(catalog.get(id)));

    @Test
    void a_provider_has_its_own_adapter() {
        assertThat(adapters.find(KIE)).map(ProviderAdapter::provider).contains(KIE);
        assertThat(adapters.find(MINE)).isEmpty();
        assertThat(adapters.providers()).containsExactly(KIE);
    }

    @Test
    void two_adapters_for_one_provider_are_a_mistake() {
        var twice = List.<ProviderAdapter>of(new Adapter(KIE, URI.create("http://a")),
                new Adapter(KIE, URI.create("http://b")));

        assertThatThrownBy(() -> new ProviderAdapters(twice)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void one_that_copies_another_gets_an_adapter_when_it_is_first_asked_for() {
        catalog.put(MINE, new Copy("Mine", "parrot", "http://localhost:1/v1"));

        var made = adapters.find(MINE);

        assertThat(made).contains(new Adapter(MINE, URI.create("http://localhost:1/v1")));
        assertThat(adapters.find(MINE).orElseThrow()).isSameAs(made.orElseThrow());
    }

    @Test
    void it_gets_another_one_when_the_catalog_says_something_else() {
        catalog.put(MINE, new Copy("Mine", "parrot", "http://localhost:1/v1"));
        adapters.find(MINE);
        catalog.put(MINE, new Copy("Mine", "parrot", "http://localhost:2/v1"));

        assertThat(adapters.find(MINE)).contains(new Adapter(MINE, URI.create("http://localhost:2/v1")));
    }

    @Test
    void one_that_cannot_be_made_is_absent_until_the_catalog_is_mended() {
        for (var wrong : List.of(new Copy("Mine", "parrot", null), new Copy("Mine", "parrot", "no address"),
                new Copy("Mine", "magpie", "http://localhost:1/v1"), new Copy("Mine", "parrot", "ftp://x"))) {
            catalog.put(MINE, wrong);
            assertThat(adapters.find(MINE)).isEmpty();
        }
        catalog.put(MINE, new Copy("Mine", "parrot", "http://localhost:1/v1"));
        assertThat(adapters.find(MINE)).isPresent();
        assertThat(adapters.find(KIE)).isPresent();
    }

    private static final class Factory implements ProviderAdapterFactory {
        @Override
        public String name() {
            return "parrot";
        }

        @Override
        public ProviderAdapter create(ProviderId provider, String displayName, URI baseUrl) {
            if (!"http".equals(baseUrl.getScheme())) {
                throw new IllegalArgumentException("not '" + baseUrl + "'");
            }
            return new Adapter(provider, baseUrl);
        }
    }

    private record Adapter(ProviderId provider, URI baseUrl) implements ProviderAdapter {
        @Override
        public ProviderUpdate generate(ProviderCall call) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ProviderUpdate check(ProviderJob job, Secret key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CallbackReading callback(WebhookReceived event) {
            throw new UnsupportedOperationException();
        }
    }
}
