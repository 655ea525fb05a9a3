package dev.atelier.worker.provider.openai;

import java.net.URI;
import java.time.Duration;

import org.springframework.util.unit.DataSize;

import dev.atelier.catalog.Mode;
import dev.atelier.worker.provider.PackagedCatalog;
import dev.atelier.worker.provider.ProviderAdapter;
import dev.atelier.worker.provider.ProviderAdapterContract;
import dev.atelier.worker.provider.ProviderHttp;

/** Text, which is made in the background. */
class OpenAiAdapterTest extends ProviderAdapterContract {
    OpenAiAdapterTest() {
        super(OpenAiAdapter.ID, OpenAiAdapter.NAME,
                PackagedCatalog.of(OpenAiAdapter.ID).only(it -> it.mode() == Mode.ASYNC));
    }

    @Override
    protected ProviderAdapter adapter(URI simulator, ProviderHttp http) {
        return OpenAiAdapter.create(properties(simulator), http, http);
    }

    static OpenAiProperties properties(URI simulator) {
        return new OpenAiProperties(URI.create(simulator + "/openai"), Duration.ofSeconds(1), Duration.ofSeconds(2),
                Duration.ofSeconds(2), DataSize.ofMegabytes(8), Duration.ofSeconds(30));
    }
}
