package dev.atelier.worker.provider.elevenlabs;

import java.net.URI;
import java.time.Duration;

import org.springframework.util.unit.DataSize;

import dev.atelier.worker.provider.ProviderAdapter;
import dev.atelier.worker.provider.ProviderAdapterContract;
import dev.atelier.worker.provider.ProviderHttp;

class ElevenlabsAdapterTest extends ProviderAdapterContract {
    ElevenlabsAdapterTest() {
        super(ElevenlabsAdapter.ID, ElevenlabsAdapter.NAME);
    }

    @Override
    protected ProviderAdapter adapter(URI simulator, ProviderHttp http) {
        return ElevenlabsAdapter.create(new ElevenlabsProperties(URI.create(simulator + "/elevenlabs"),
                Duration.ofSeconds(1), Duration.ofSeconds(2), DataSize.ofMegabytes(8), Duration.ofSeconds(10)), http);
    }
}
