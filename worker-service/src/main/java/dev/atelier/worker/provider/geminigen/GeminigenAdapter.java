package dev.atelier.worker.provider.geminigen;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import dev.atelier.catalog.AppliedRequest;
import dev.atelier.catalog.Category;
import dev.atelier.catalog.ProviderId;
import dev.atelier.credential.Secret;
import dev.atelier.job.FailureKind;
import dev.atelier.job.JobFailure;
import dev.atelier.job.ProviderJobId;
import dev.atelier.webhook.WebhookReceived;
import dev.atelier.worker.provider.CallbackReading;
import dev.atelier.worker.provider.CallbackReading.Irrelevant;
import dev.atelier.worker.provider.CallbackReading.Trigger;
import dev.atelier.worker.provider.ProviderAdapter;
import dev.atelier.worker.provider.ProviderCall;
import dev.atelier.worker.provider.ProviderException;
import dev.atelier.worker.provider.ProviderHttp;
import dev.atelier.worker.provider.ProviderJob;
import dev.atelier.worker.provider.ProviderJson;
import dev.atelier.worker.provider.ProviderUpdate;
import dev.atelier.worker.provider.ProviderUpdate.Completed;
import dev.atelier.worker.provider.ProviderUpdate.Failed;
import dev.atelier.worker.provider.ProviderUpdate.Processing;

/** Geminigen.ai. Asynchronous, though a submission may be answered with the result; callbacks go to one address an account. */
final class GeminigenAdapter implements ProviderAdapter {
    static final String NAME = "Geminigen.ai";
    static final ProviderId ID = new ProviderId("geminigen");

    private static final Set<String> EVENTS = Set.of("IMAGE_GENERATION_COMPLETED", "IMAGE_GENERATION_FAILED",
            "VIDEO_GENERATION_COMPLETED", "VIDEO_GENERATION_FAILED", "TTS_TEXT_SUCCESS", "TTS_TEXT_FAILED",
            "TTS_DOCUMENT_SUCCESS", "TTS_DOCUMENT_FAILED");

    /** The newest of the account that are looked through; a busier one may hide a job from the look-up. */
    private static final int LOOKED_THROUGH = 100;
    private static final Duration CLOCKS_DIFFER_BY = Duration.ofMinutes(1);

    private final GeminigenApi api;
    private final GeminigenErrors errors;

    GeminigenAdapter(GeminigenApi api, GeminigenErrors errors) {
        this.api = api;
        this.errors = errors;
    }

    static GeminigenAdapter create(GeminigenProperties properties, ProviderHttp http) {
        return new GeminigenAdapter(new GeminigenApi(properties.baseUrl(), http), new GeminigenErrors(properties));
    }

    @Override
    public ProviderId provider() {
        return ID;
    }

    @Override
    public ProviderUpdate generate(ProviderCall call) {
        var operation = GeminigenOperation.of(call.request().operation())
                .orElseThrow(() -> new ProviderException(FailureKind.INTERNAL, "The catalog names an operation '"
                        + call.request().operation() + "' that " + NAME + "'s adapter does not know."));
        var answer = api.generate(operation, call.body(), call.key());
        var generation = answer.generation().orElseThrow(() -> errors.ofSubmit(answer, call.key()));
        return submitted(generation, call.category(), call.key());
    }

    /**
     * The answer names the generation, so it was taken. Whatever else it says and does not say plainly, a check will find out;
     * an exception would lose the id of what is paid for.
     */
    private ProviderUpdate submitted(GeminigenGeneration generation, Category category, Secret key) {
        var taken = new Processing(generation.id(), null);
        if (Status.of(generation) == Status.UNKNOWN) {
            return taken;
        }
        var update = update(generation, category, key);
        return update instanceof Failed && Status.of(generation) == Status.COMPLETED ? taken : update;
    }

    @Override
    public ProviderUpdate check(ProviderJob job, Secret key) {
        var answer = api.history(job.id(), key);
        var generation = answer.generation().orElseThrow(() -> errors.ofCheck(answer, key));
        if (!generation.id().equals(job.id())) {
            throw new ProviderException(FailureKind.MALFORMED_RESPONSE, NAME + " answered with another generation.");
        }
        return update(generation, job.category(), key);
    }

    /** By model, prompt and time, since the list knows nothing of our ids. */
    @Override
    public List<ProviderJobId> lookUp(AppliedRequest request, Duration within, Secret key) {
        var answer = api.histories(LOOKED_THROUGH, key);
        var records = answer.json().filter(it -> answer.isSuccess()).map(it -> it.objects("/result"));
        if (records.isEmpty()) {
            throw errors.ofCheck(new GeminigenAnswer(answer), key);
        }
        var prompt = request.field("prompt").orElse(null);
        var since = Instant.now().minus(within).minus(CLOCKS_DIFFER_BY);
        return records.get()
                .stream()
                .flatMap(it -> GeminigenGeneration.in(it).stream())
                .filter(it -> prompt != null && it.isOf(request.model(), prompt.value().asString()))
                .filter(it -> it.createdAt().filter(at -> !at.isBefore(since)).isPresent())
                .map(GeminigenGeneration::id)
                .toList();
    }

    private ProviderUpdate update(GeminigenGeneration generation, Category category, Secret key) {
        return switch (Status.of(generation)) {
            case RUNNING -> new Processing(generation.id(), generation.progress());
            case COMPLETED -> completed(generation, category, key);
            case FAILED -> new Failed(generation.id(), errors.ofGeneration(generation, key));
            case UNKNOWN -> throw new ProviderException(FailureKind.MALFORMED_RESPONSE, NAME
                    + " reports an unknown status" + generation.status().map(it -> " " + it).orElse("") + ".");
        };
    }

    private ProviderUpdate completed(GeminigenGeneration generation, Category category, Secret key) {
        var outputs = generation.outputs(category);
        if (!outputs.isEmpty()) {
            return new Completed(generation.id(), outputs);
        }
        return new Failed(generation.id(), generation.errorCode().isPresent()
                ? errors.ofGeneration(generation, key)
                : new JobFailure(FailureKind.OUTPUT_UNAVAILABLE,
                        NAME + " reports success, but there is no file in its result."));
    }

    /** Its signature may cover the event's id alone: the history is fetched instead. */
    @Override
    public CallbackReading callback(WebhookReceived event) {
        var body = ProviderJson.parse(event.body());
        if (body.flatMap(it -> it.text("/event", "/event_name")).filter(EVENTS::contains).isEmpty()) {
            return new Irrelevant("it is none of the events that end a generation of " + NAME);
        }
        return body.flatMap(it -> it.id("/data/uuid"))
                .<CallbackReading>map(Trigger::new)
                .orElseGet(() -> new Irrelevant("it names no generation of " + NAME));
    }

    /** Their numbers, put together. */
    private enum Status {
        RUNNING,
        COMPLETED,
        FAILED,
        UNKNOWN;

        static Status of(GeminigenGeneration generation) {
            var number = generation.status();
            if (number.filter(it -> it < 0).isPresent()) {
                return FAILED;
            }
            // 0: queued. 11 to 14: stages of speech.
            return switch (number.filter(it -> it <= 14).map(Long::intValue).orElse(15)) {
                case 0, 1, 11, 12, 13, 14 -> RUNNING;
                case 2 -> COMPLETED;
                case 3 -> FAILED;
                default -> UNKNOWN;
            };
        }
    }
}
