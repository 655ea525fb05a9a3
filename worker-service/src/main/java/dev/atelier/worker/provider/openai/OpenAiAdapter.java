package dev.atelier.worker.provider.openai;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
import dev.atelier.worker.provider.ProviderJson;
import dev.atelier.worker.provider.ProviderUpdate;

/**
 * OpenAI. Pictures and speech come with the answer; text is made in the background, polled, and reported to the one address of
 * the key's project.
 */
final class OpenAiAdapter implements ProviderAdapter {
    static final String NAME = "OpenAI";
    static final ProviderId ID = new ProviderId("openai");
    private static final Set<String> ENDINGS = Set.of("response.completed", "response.failed", "response.incomplete",
            "response.cancelled");

    private final Map<String, OpenAiOperation> operations;

    OpenAiAdapter(List<OpenAiOperation> operations) {
        this.operations = operations.stream()
                .collect(Collectors.toUnmodifiableMap(OpenAiOperation::name, Function.identity()));
    }

    /**
     * @param making for calls that make something, which take minutes
     * @param asking for the others
     */
    static OpenAiAdapter create(OpenAiProperties properties, ProviderHttp making, ProviderHttp asking) {
        var api = new OpenAiApi(properties.baseUrl(), making, asking);
        var errors = new OpenAiErrors(properties);
        return new OpenAiAdapter(List.of(OpenAiImages.generations(api, errors), OpenAiImages.edits(api, errors),
                new OpenAiSpeech(api, errors), new OpenAiResponses(api, errors)));
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

    /** It names a response and holds nothing else, so the response is fetched. */
    @Override
    public CallbackReading callback(WebhookReceived event) {
        return ProviderJson.parse(event.body())
                .filter(it -> it.text("/type").filter(ENDINGS::contains).isPresent())
                .flatMap(it -> it.id("/data/id"))
                .<CallbackReading>map(CallbackReading.Trigger::new)
                .orElseGet(() -> new CallbackReading.Irrelevant("it says of no response that it has ended"));
    }

    private OpenAiOperation operation(String name) {
        return Optional.ofNullable(operations.get(name))
                .orElseThrow(() -> new ProviderException(FailureKind.INTERNAL, "The catalog names an operation '" + name
                        + "' of " + NAME + ", which is none of " + operations.keySet() + "."));
    }
}
