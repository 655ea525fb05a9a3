package dev.atelier.worker.provider.anthropic;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.atelier.catalog.ProviderId;
import dev.atelier.credential.Secret;
import dev.atelier.job.FailureKind;
import dev.atelier.webhook.WebhookReceived;
import dev.atelier.worker.provider.CallbackReading;
import dev.atelier.worker.provider.ProviderAdapter;
import dev.atelier.worker.provider.ProviderCall;
import dev.atelier.worker.provider.ProviderException;
import dev.atelier.worker.provider.ProviderHttp;
import dev.atelier.worker.provider.ProviderJob;
import dev.atelier.worker.provider.ProviderUpdate;

/** Anthropic. It makes text alone, in the answer or in a batch that is looked at again; it calls nobody back. */
final class AnthropicAdapter implements ProviderAdapter {
    static final String NAME = "Anthropic";
    static final ProviderId ID = new ProviderId("anthropic");

    private final Map<String, AnthropicOperation> operations;

    private AnthropicAdapter(List<AnthropicOperation> operations) {
        this.operations = operations.stream()
                .collect(Collectors.toUnmodifiableMap(AnthropicOperation::name, Function.identity()));
    }

    /** @param http sends {@link AnthropicApi#HEADERS} with every call */
    static AnthropicAdapter create(AnthropicProperties properties, ProviderHttp http) {
        var api = new AnthropicApi(properties.baseUrl(), http);
        var errors = new AnthropicErrors(properties);
        return new AnthropicAdapter(List.of(new Messages(api, errors), new MessageBatches(api, errors)));
    }

    @Override
    public ProviderId provider() {
        return ID;
    }

    @Override
    public ProviderUpdate generate(ProviderCall call) {
        return operation(call.request().operation()).submit(call);
    }

    @Override
    public ProviderUpdate check(ProviderJob job, Secret key) {
        return operation(job.operation()).check(job, key);
    }

    @Override
    public CallbackReading callback(WebhookReceived event) {
        return new CallbackReading.Irrelevant(NAME + " calls nobody back about a text");
    }

    private AnthropicOperation operation(String name) {
        return Optional.ofNullable(operations.get(name))
                .orElseThrow(() -> new ProviderException(FailureKind.INTERNAL, "The catalog names an operation '" + name
                        + "' of " + NAME + ", which is none of " + operations.keySet() + "."));
    }
}
