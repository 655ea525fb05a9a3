package dev.atelier.worker.provider.openai;

import java.net.URI;

import dev.atelier.catalog.Mode;
import dev.atelier.job.FailureKind;
import dev.atelier.worker.provider.PackagedCatalog;
import dev.atelier.worker.provider.ProviderAdapter;
import dev.atelier.worker.provider.ProviderAdapterContract;
import dev.atelier.worker.provider.ProviderHttp;

/** Pictures and speech, which come with the answer. */
class OpenAiAtOnceTest extends ProviderAdapterContract {
    OpenAiAtOnceTest() {
        super(OpenAiAdapter.ID, OpenAiAdapter.NAME,
                PackagedCatalog.of(OpenAiAdapter.ID).only(it -> it.mode() == Mode.SYNC));
    }

    @Override
    protected ProviderAdapter adapter(URI simulator, ProviderHttp http) {
        return OpenAiAdapter.create(OpenAiAdapterTest.properties(simulator), http, http);
    }

    @Override
    protected FailureKind whenItFails() {
        return FailureKind.OUTCOME_UNKNOWN;
    }
}
