package dev.atelier.worker.provider.google;

import java.net.URI;
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
import dev.atelier.worker.provider.ProviderHttp.KeyHeader;
import dev.atelier.worker.provider.ProviderJob;
import dev.atelier.worker.provider.ProviderJson;
import dev.atelier.worker.provider.ProviderUpdate;

/** Google's Gemini API. Content comes in the answer; interactions and operations take their time and call back. */
final class GoogleAdapter implements ProviderAdapter {
    static final String NAME = "Google";
    static final ProviderId ID = new ProviderId("google");

    private final GoogleApi api;
    private final Map<String, GoogleOperation> operations;

    private GoogleAdapter(GoogleApi api, List<GoogleOperation> operations) {
        this.api = api;
        this.operations = operations.stream()
                .collect(Collectors.toUnmodifiableMap(GoogleOperation::name, Function.identity()));
    }

    static GoogleAdapter create(GoogleProperties properties, ProviderHttp http) {
        var api = new GoogleApi(properties.baseUrl(), http);
        var errors = new GoogleErrors(properties);
        return new GoogleAdapter(api, List.of(new GeneratedContent(api, errors), new Interactions(api, errors),
                new LongRunningOperations(api, errors)));
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
    public boolean cancel(ProviderJob job, Secret key) {
        return operation(job.operation()).cancel(job, key);
    }

    /**
     * Events are thin, and how those to a job's own address are signed is not published (unconfirmed), so whatever names a job is a
     * reason to look. Where the name stands is not sure either (unconfirmed).
     */
    @Override
    public CallbackReading callback(WebhookReceived event) {
        return ProviderJson.parse(event.body())
                .flatMap(it -> it.id("/data/id", "/data/name", "/data/operation", "/data/operation/name",
                        "/data/operation_name"))
                .<CallbackReading>map(CallbackReading.Trigger::new)
                .orElseGet(() -> new CallbackReading.Irrelevant("it names no job of " + NAME));
    }

    @Override
    public Optional<KeyHeader> fileKey(URI file, Secret key) {
        return api.fileKey(file, key);
    }

    private GoogleOperation operation(String name) {
        return Optional.ofNullable(operations.get(name))
                .orElseThrow(() -> new ProviderException(FailureKind.INTERNAL, "The catalog names an operation '" + name
                        + "' of " + NAME + ", which is none of " + operations.keySet() + "."));
    }
}
