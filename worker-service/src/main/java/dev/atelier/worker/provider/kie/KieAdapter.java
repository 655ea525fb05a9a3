package dev.atelier.worker.provider.kie;

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
import dev.atelier.worker.provider.ProviderJson;
import dev.atelier.worker.provider.ProviderUpdate;

/**
 * Kie.ai: several families of endpoints behind one key. All but the chat are asynchronous, and each submission names the address
 * of its callback.
 */
final class KieAdapter implements ProviderAdapter {
    static final String NAME = "Kie.ai";
    static final ProviderId ID = new ProviderId("kie");

    private final Map<String, KieOperation> operations;

    KieAdapter(List<KieOperation> operations) {
        this.operations = operations.stream()
                .collect(Collectors.toUnmodifiableMap(KieOperation::name, Function.identity()));
    }

    /** @param chatHttp waits for as long as a text may take */
    static KieAdapter create(KieProperties properties, ProviderHttp http, ProviderHttp chatHttp) {
        var api = new KieApi(properties.baseUrl(), http, chatHttp);
        var errors = new KieErrors(properties);
        var flagged = new FlaggedRecord(errors);
        return new KieAdapter(List.of(
                new KieTasks("jobs", "/api/v1/jobs/createTask", "/api/v1/jobs/recordInfo", new MarketRecord(errors),
                        api, errors),
                new KieTasks("veo", "/api/v1/veo/generate", "/api/v1/veo/record-info", flagged, api, errors),
                new KieTasks("gpt4o-image", "/api/v1/gpt4o-image/generate", "/api/v1/gpt4o-image/record-info", flagged,
                        api, errors),
                new KieTasks("flux-kontext", "/api/v1/flux/kontext/generate", "/api/v1/flux/kontext/record-info",
                        flagged, api, errors),
                new KieTasks("runway", "/api/v1/runway/generate", "/api/v1/runway/record-detail",
                        new RunwayRecord(errors), api, errors),
                new KieTasks("suno", "/api/v1/generate", "/api/v1/generate/record-info", new SunoRecord(errors), api,
                        errors),
                new KieChat(api, errors)));
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

    /**
     * Its signature covers id and time, not the body: the record is fetched instead. That holds for the steps on the way, too, of
     * which Suno tells: they prove that a job was taken.
     */
    @Override
    public CallbackReading callback(WebhookReceived event) {
        return ProviderJson.parse(event.body())
                .flatMap(it -> it.id("/data/taskId", "/data/task_id", "/taskId"))
                .<CallbackReading>map(CallbackReading.Trigger::new)
                .orElseGet(() -> new CallbackReading.Irrelevant("it names no task of " + NAME));
    }

    private KieOperation operation(String name) {
        return Optional.ofNullable(operations.get(name))
                .orElseThrow(() -> new ProviderException(FailureKind.INTERNAL, "The catalog names an operation '" + name
                        + "' of " + NAME + ", which is none of " + operations.keySet() + "."));
    }
}
