package dev.atelier.worker.provider.kie;

import java.net.URI;
import java.time.Duration;

import org.springframework.util.unit.DataSize;

import dev.atelier.worker.provider.ProviderAdapter;
import dev.atelier.worker.provider.ProviderAdapterContract;
import dev.atelier.worker.provider.ProviderHttp;

class KieAdapterTest extends ProviderAdapterContract {
    KieAdapterTest() {
        super(KieAdapter.ID, KieAdapter.NAME);
    }

    @Override
    protected ProviderAdapter adapter(URI simulator, ProviderHttp http) {
        return KieAdapter.create(new KieProperties(URI.create(simulator + "/kie"), Duration.ofSeconds(1),
                Duration.ofSeconds(2), DataSize.ofMegabytes(8), Duration.ofSeconds(10), Duration.ofMinutes(2)), http);
    }

    @Override
    protected boolean hidesErrorsInSuccess() {
        return true;
    }
}
