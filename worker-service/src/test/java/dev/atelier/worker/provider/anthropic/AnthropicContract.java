package dev.atelier.worker.provider.anthropic;

import java.net.URI;
import java.time.Duration;

import org.springframework.util.unit.DataSize;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.worker.provider.PackagedCatalog;
import dev.atelier.worker.provider.ProviderAdapter;
import dev.atelier.worker.provider.ProviderAdapterContract;
import dev.atelier.worker.provider.ProviderCall;
import dev.atelier.worker.provider.ProviderHttp;

/** The contract, for the models of one of Anthropic's operations. */
abstract class AnthropicContract extends ProviderAdapterContract {
    AnthropicContract(String operation) {
        super(AnthropicAdapter.ID, AnthropicAdapter.NAME,
                PackagedCatalog.of(AnthropicAdapter.ID).only(it -> it.operation().equals(operation)),
                AnthropicApi.HEADERS);
    }

    @Override
    protected ProviderAdapter adapter(URI simulator, ProviderHttp http) {
        return AnthropicAdapter.create(new AnthropicProperties(URI.create(simulator + "/anthropic"),
                Duration.ofSeconds(1), Duration.ofSeconds(2), DataSize.ofMegabytes(8), Duration.ofSeconds(30)), http);
    }

    /** A request of a batch is told our job's id. */
    @Override
    protected ObjectNode sent(ProviderCall call) {
        var body = call.body().deepCopy();
        if (body.at("/requests/0") instanceof ObjectNode request) {
            request.put("custom_id", call.job().toString());
        }
        return body;
    }
}
