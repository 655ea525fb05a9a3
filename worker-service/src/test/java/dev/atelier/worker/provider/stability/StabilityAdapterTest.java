package dev.atelier.worker.provider.stability;

import java.net.URI;
import java.time.Duration;

import org.springframework.util.unit.DataSize;

import dev.atelier.worker.provider.ProviderAdapter;
import dev.atelier.worker.provider.ProviderAdapterContract;
import dev.atelier.worker.provider.ProviderHttp;

class StabilityAdapterTest extends ProviderAdapterContract {
    StabilityAdapterTest() {
        super(StabilityAdapter.ID, StabilityAdapter.NAME);
    }

    @Override
    protected ProviderAdapter adapter(URI simulator, ProviderHttp http) {
        return StabilityAdapter.create(new StabilityProperties(URI.create(simulator + "/stability"),
                Duration.ofSeconds(1), Duration.ofSeconds(2), DataSize.ofMegabytes(8), Duration.ofSeconds(60)), http);
    }
}
