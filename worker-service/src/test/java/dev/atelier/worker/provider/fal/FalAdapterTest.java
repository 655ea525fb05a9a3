package dev.atelier.worker.provider.fal;

import java.net.URI;
import java.time.Duration;

import org.springframework.util.unit.DataSize;

import dev.atelier.worker.provider.ProviderAdapter;
import dev.atelier.worker.provider.ProviderAdapterContract;
import dev.atelier.worker.provider.ProviderHttp;

class FalAdapterTest extends ProviderAdapterContract {
    FalAdapterTest() {
        super(FalAdapter.ID, FalAdapter.NAME);
    }

    @Override
    protected ProviderAdapter adapter(URI simulator, ProviderHttp http) {
        return FalAdapter.create(new FalProperties(URI.create(simulator + "/fal"), Duration.ofSeconds(1),
                Duration.ofSeconds(2), DataSize.ofMegabytes(8), Duration.ofSeconds(10)), http);
    }

    @Override
    protected boolean hidesErrorsInSuccess() {
        return true;
    }
}
