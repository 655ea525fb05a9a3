package dev.atelier.worker.provider.openaicompatible;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

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

/**
 * A server that copies OpenAI's API: on the operator's own machines (vLLM, LocalAI, Ollama) or hosted. Everything comes with the
 * answer; there are no callbacks, nothing to ask later, and nothing to stop.
 */
final class CompatibleAdapter implements ProviderAdapter {
    private static final Map<String, CompatibleOperation> OPERATIONS = Map.of("images",
            new CompatibleOperation("/images/generations", ProviderHttp.Content::json, CompatibleReadings::pictures),
            "edits",
            new CompatibleOperation("/images/edits", CompatibleOperation::form, CompatibleReadings::pictures), "speech",
            new CompatibleOperation("/audio/speech", ProviderHttp.Content::json, CompatibleReadings::speech), "chat",
            new CompatibleOperation("/chat/completions", ProviderHttp.Content::json, CompatibleReadings::chat));

    private final ProviderId provider;
    private final URI baseUrl;
    private final ProviderHttp http;
    private final CompatibleErrors errors;

    private CompatibleAdapter(ProviderId provider, URI baseUrl, ProviderHttp http, CompatibleErrors errors) {
        this.provider = provider;
        this.baseUrl = baseUrl;
        this.http = http;
        this.errors = errors;
    }

    static CompatibleAdapter create(ProviderId provider, String name, URI baseUrl, CompatibleProperties properties,
            ProviderHttp http) {
        return new CompatibleAdapter(provider, baseUrl, http, new CompatibleErrors(name, properties));
    }

    @Override
    public ProviderId provider() {
        return provider;
    }

    /** Those on the operator's own machines take any key or none; the others say themselves that one is missing. */
    @Override
    public boolean needsKey() {
        return false;
    }

    @Override
    public ProviderUpdate generate(ProviderCall call) {
        var name = call.request().operation();
        var operation = Optional.ofNullable(OPERATIONS.get(name))
                .orElseThrow(() -> new ProviderException(FailureKind.INTERNAL, "The catalog names an operation '" + name
                        + "' of " + provider + ", which is none of " + OPERATIONS.keySet() + "."));
        var content = operation.written().apply(call.body()).with("Accept", "*/*");
        var answer = http.submit(URI.create(baseUrl + operation.path()), bearer(call.key()),
                content);
        if (!answer.isSuccess()) {
            throw errors.ofSubmit(answer, call.key());
        }
        try {
            return operation.read().of(answer, call);
        } catch (CompatibleOperation.Unreadable _) {
            throw errors.unreadable(answer, call.key());
        }
    }

    @Override
    public ProviderUpdate check(ProviderJob job, Secret key) {
        throw new ProviderException(FailureKind.INTERNAL,
                provider + " delivers at once; there is no job to ask about. Its models are of mode SYNC.");
    }

    @Override
    public CallbackReading callback(WebhookReceived event) {
        return new CallbackReading.Irrelevant(provider + " sends no callbacks");
    }

    private static ProviderHttp.KeyHeader bearer(Secret key) {
        return new ProviderHttp.KeyHeader("Authorization", new Secret("Bearer " + key.value()));
    }
}
