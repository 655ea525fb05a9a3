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

/** Kie.ai. Everything is asynchronous, and each submission names the address of its callback. */
final class KieAdapter implements ProviderAdapter {
    static final String NAME = "Kie.ai";
    static final ProviderId ID = new ProviderId("kie");

    private final Map<String, KieOperation> operations;

    KieAdapter(List<KieOperation> operations) {
        this.operations = operations.stream()
                .collect(Collectors.toUnmodifiableMap(KieOperation::name, Function.identity()));
    }

    static KieAdapter create(KieProperties properties, ProviderHttp http) {
        var api = new KieApi(properties.baseUrl(), http);
        return new KieAdapter(List.of(new KieJobs(api, new KieErrors(properties))));
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

    /** Its signature covers id and time, not the body: the record is fetched instead. */
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
