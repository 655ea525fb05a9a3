package dev.atelier.worker.provider.kie;

import java.net.URI;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

import dev.atelier.job.JobId;
import dev.atelier.worker.provider.PackagedCatalog;
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
                Duration.ofSeconds(2), Duration.ofSeconds(2), DataSize.ofMegabytes(8), Duration.ofSeconds(10),
                Duration.ofMinutes(2)), http, http);
    }

    /** Suno and Runway refuse a job that names none. Nobody listens there. */
    @Override
    protected @Nullable URI usualCallback(PackagedCatalog.Model model) {
        return switch (model.operation()) {
            case "suno", "runway" -> URI.create("http://127.0.0.1:9/callback/" + JobId.create());
            default -> null;
        };
    }

    @Override
    protected boolean hidesErrorsInSuccess() {
        return true;
    }
}
