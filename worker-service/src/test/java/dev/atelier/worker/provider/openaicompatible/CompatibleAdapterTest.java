package dev.atelier.worker.provider.openaicompatible;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

import org.springframework.util.unit.DataSize;

import dev.atelier.catalog.ProviderId;
import dev.atelier.worker.provider.PackagedCatalog;
import dev.atelier.worker.provider.ProviderAdapter;
import dev.atelier.worker.provider.ProviderAdapterContract;
import dev.atelier.worker.provider.ProviderHttp;

/** A provider that an operator's file alone describes: the example's. */
class CompatibleAdapterTest extends ProviderAdapterContract {
    private static final ProviderId ID = new ProviderId("local-openai");
    private static final String NAME = "Local models";

    CompatibleAdapterTest() {
        super(ID, NAME, PackagedCatalog.of(Path.of("../infra/catalog/local-openai.example.yaml")));
    }

    @Override
    protected ProviderAdapter adapter(URI simulator, ProviderHttp http) {
        return CompatibleAdapter.create(ID, NAME, URI.create(simulator + "/openai-compatible/v1"), properties(), http);
    }

    @Override
    protected ProviderId simulatedAs() {
        return new ProviderId("openai-compatible");
    }

    static CompatibleProperties properties() {
        return new CompatibleProperties(Duration.ofSeconds(1), Duration.ofSeconds(2), DataSize.ofMegabytes(8),
                Duration.ofSeconds(11));
    }
}
