package dev.atelier.worker.provider.geminigen;

import java.net.URI;
import java.time.Duration;

import org.springframework.util.unit.DataSize;

import dev.atelier.worker.provider.ProviderAdapter;
import dev.atelier.worker.provider.ProviderAdapterContract;
import dev.atelier.worker.provider.ProviderHttp;

class GeminigenAdapterTest extends ProviderAdapterContract {
    GeminigenAdapterTest() {
        super(GeminigenAdapter.ID, GeminigenAdapter.NAME);
    }

    @Override
    protected ProviderAdapter adapter(URI simulator, ProviderHttp http) {
        return GeminigenAdapter.create(
                new GeminigenProperties(URI.create(simulator + "/geminigen/uapi/v1"), Duration.ofSeconds(1),
                        Duration.ofSeconds(2), DataSize.ofMegabytes(8), Duration.ofSeconds(30), Duration.ofSeconds(30)),
                http);
    }

    @Override
    protected boolean hidesErrorsInSuccess() {
        return true;
    }
}
