package dev.atelier.worker.provider.runway;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.springframework.util.unit.DataSize;

import dev.atelier.worker.provider.ProviderAdapter;
import dev.atelier.worker.provider.ProviderAdapterContract;
import dev.atelier.worker.provider.ProviderHttp;

class RunwayAdapterTest extends ProviderAdapterContract {
    /** The kit's sends no header with every call. */
    private final ProviderHttp versioned = new ProviderHttp(RunwayAdapter.NAME,
            properties(URI.create("http://localhost")).http(), Clock.systemUTC(), RunwayApi.HEADERS);

    RunwayAdapterTest() {
        super(RunwayAdapter.ID, RunwayAdapter.NAME);
    }

    @AfterAll
    void close() {
        versioned.close();
    }

    @Override
    protected ProviderAdapter adapter(URI simulator, ProviderHttp http) {
        return RunwayAdapter.create(properties(URI.create(simulator + "/runway")), versioned);
    }

    private static RunwayProperties properties(URI baseUrl) {
        return new RunwayProperties(baseUrl, Duration.ofSeconds(1), Duration.ofSeconds(2), DataSize.ofMegabytes(8),
                Duration.ofSeconds(10));
    }
}
