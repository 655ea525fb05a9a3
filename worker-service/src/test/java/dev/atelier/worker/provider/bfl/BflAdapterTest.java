package dev.atelier.worker.provider.bfl;

import java.net.URI;
import java.time.Duration;

import org.springframework.util.unit.DataSize;

import dev.atelier.worker.provider.ProviderAdapter;
import dev.atelier.worker.provider.ProviderAdapterContract;
import dev.atelier.worker.provider.ProviderHttp;

class BflAdapterTest extends ProviderAdapterContract {
    BflAdapterTest() {
        super(BflAdapter.ID, BflAdapter.NAME);
    }

    @Override
    protected ProviderAdapter adapter(URI simulator, ProviderHttp http) {
        return BflAdapter.create(new BflProperties(URI.create(simulator + "/bfl"), Duration.ofSeconds(1),
                Duration.ofSeconds(2), DataSize.ofMegabytes(8), Duration.ofSeconds(10)), http);
    }
}
