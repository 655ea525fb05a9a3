package dev.atelier.worker.provider.replicate;

import java.net.URI;
import java.time.Duration;

import org.springframework.util.unit.DataSize;

import dev.atelier.worker.provider.ProviderAdapter;
import dev.atelier.worker.provider.ProviderAdapterContract;
import dev.atelier.worker.provider.ProviderHttp;

class ReplicateAdapterTest extends ProviderAdapterContract {
    ReplicateAdapterTest() {
        super(ReplicateAdapter.ID, ReplicateAdapter.NAME);
    }

    @Override
    protected ProviderAdapter adapter(URI simulator, ProviderHttp http) {
        return ReplicateAdapter.create(new ReplicateProperties(URI.create(simulator + "/replicate"),
                Duration.ofSeconds(1), Duration.ofSeconds(2), DataSize.ofMegabytes(8), Duration.ofSeconds(10),
                Duration.ofHours(2)), http);
    }

    @Override
    protected boolean hidesErrorsInSuccess() {
        return true;
    }
}
