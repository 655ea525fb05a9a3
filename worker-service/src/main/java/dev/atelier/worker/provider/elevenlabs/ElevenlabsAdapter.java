package dev.atelier.worker.provider.elevenlabs;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.atelier.catalog.AppliedRequest;
import dev.atelier.catalog.Category;
import dev.atelier.catalog.ProviderId;
import dev.atelier.credential.Secret;
import dev.atelier.job.FailureKind;
import dev.atelier.job.JobFailure;
import dev.atelier.job.ProviderJobId;
import dev.atelier.output.MediaTypes;
import dev.atelier.output.OutputType;
import dev.atelier.output.ProducedOutput.Hosted;
import dev.atelier.output.ProducedOutput.Inline;
import dev.atelier.webhook.WebhookReceived;
import dev.atelier.worker.provider.CallbackReading;
import dev.atelier.worker.provider.CallbackReading.Irrelevant;
import dev.atelier.worker.provider.CallbackReading.Trigger;
import dev.atelier.worker.provider.HostedFiles;
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

/**
 * ElevenLabs. Speech, sounds and music come in the answer; what Flows make, pictures and clips of other vendors' models, comes
 * later, and callbacks about it go to one address a workspace.
 */
final class ElevenlabsAdapter implements ProviderAdapter {
    static final String NAME = "ElevenLabs";
    static final ProviderId ID = new ProviderId("elevenlabs");

    /** A link is signed for about an hour; who asks again gets a new one. */
    private static final Duration LINKS_LAST = Duration.ofMinutes(55);
    private static final int LOOKED_THROUGH = 30;
    private static final Set<String> RUNNING = Set.of("pending", "generating");
    private static final Set<String> ENDED = Set.of("completed", "failed");

    private final ElevenlabsApi api;
    private final ElevenlabsErrors errors;

    private ElevenlabsAdapter(ElevenlabsApi api, ElevenlabsErrors errors) {
        this.api = api;
        this.errors = errors;
    }

    static ElevenlabsAdapter create(ElevenlabsProperties properties, ProviderHttp http) {
        return new ElevenlabsAdapter(new ElevenlabsApi(properties.baseUrl(), http), new ElevenlabsErrors(properties));
    }

    @Override
    public ProviderId provider() {
        return ID;
    }

    @Override
    public ProviderUpdate generate(ProviderCall call) {
        var operation = operation(call.request().operation());
        var answer = api.generate(operation, call.body(), call.key());
        if (operation.isFlow()) {
            // Whatever else it says, it has an id and so was taken: a check tells the rest.
            return answer.generation()
                    .flatMap(it -> it.id("/id"))
                    .map(it -> new Processing(it, null))
                    .orElseThrow(() -> errors.ofSubmit(answer, call.key()));
        }
        return answer.sound()
                .map(it -> new Completed(answer.requestId()
                        .orElseGet(() -> new ProviderJobId(call.job().toString())), List.of(inline(it, answer))))
                .orElseThrow(() -> errors.ofSubmit(answer, call.key()));
    }

    /** Some formats have no header by which they could be told. */
    private static Inline inline(byte[] sound, ElevenlabsAnswer answer) {
        var type = MediaTypes.sniff(sound);
        return new Inline(OutputType.AUDIO, sound,
                type.equals(MediaTypes.UNKNOWN) ? answer.http().header("content-type").orElse(type) : type);
    }

    @Override
    public ProviderUpdate check(ProviderJob job, Secret key) {
        var operation = flow(job.operation());
        var answer = api.flow(operation, job.id(), key);
        var generation = answer.generation()
                .filter(it -> it.id("/id").filter(job.id()::equals).isPresent())
                .orElseThrow(() -> errors.ofCheck(answer, key));
        return switch (generation.text("/status").orElse("")) {
            case "pending", "generating" -> new Processing(job.id(), null);
            case "completed" -> completed(job, generation);
            case "failed" -> new Failed(job.id(), errors.ofGeneration(generation, key));
            default -> throw new ProviderException(FailureKind.MALFORMED_RESPONSE,
                    NAME + " reports an unknown status.");
        };
    }

    private static ProviderUpdate completed(ProviderJob job, ProviderJson generation) {
        return generation.text("/content_url")
                .flatMap(it -> hosted(it, job.category(), generation))
                .<ProviderUpdate>map(it -> new Completed(job.id(), List.of(it)))
                .orElseGet(() -> new Failed(job.id(), new JobFailure(FailureKind.OUTPUT_UNAVAILABLE,
                        NAME + " reports success, but there is no file in its result.")));
    }

    /** Its links say nothing about what they lead to. */
    private static Optional<Hosted> hosted(String link, Category category, ProviderJson generation) {
        return HostedFiles.at(link, category, Instant.now().plus(LINKS_LAST))
                .map(it -> new Hosted(it.type(), it.url(),
                        generation.text("/content_mime_type").orElse(it.contentType()), it.expiresAt()));
    }

    /**
     * The list tells neither prompts nor times, only which generations of a model run: those that no job of ours holds are asked
     * for, soon after the answer was lost. What has ended by then is not taken for ours: it could be anybody's, of any time.
     */
    @Override
    public List<ProviderJobId> lookUp(AppliedRequest request, Duration within, Secret key) {
        var operation = operation(request.operation());
        if (!operation.isFlow()) {
            return List.of();
        }
        var answer = api.flows(operation, request.model(), LOOKED_THROUGH, key);
        return answer.json()
                .filter(it -> answer.http().isSuccess() && it.root().path("generations").isArray())
                .orElseThrow(() -> errors.ofCheck(answer, key))
                .objects("/generations")
                .stream()
                .filter(it -> it.text("/status").filter(RUNNING::contains).isPresent())
                .flatMap(it -> it.id("/id").stream())
                .toList();
    }

    private static ElevenlabsOperation operation(String name) {
        return ElevenlabsOperation.of(name)
                .orElseThrow(() -> new ProviderException(FailureKind.INTERNAL, "The catalog names an operation '"
                        + name + "' that " + NAME + "'s adapter does not know."));
    }

    private static ElevenlabsOperation flow(String name) {
        var operation = operation(name);
        if (!operation.isFlow()) {
            throw new ProviderException(FailureKind.INTERNAL,
                    "There is nothing to ask " + NAME + " about: this model delivers in the answer.");
        }
        return operation;
    }

    /**
     * Signed, and still only a reason to look: by asking, the link is a fresh one. Whether an envelope stands around the
     * generation is unconfirmed, so both are read.
     */
    @Override
    public CallbackReading callback(WebhookReceived event) {
        var body = ProviderJson.parse(event.body());
        if (body.flatMap(it -> it.text("/data/status", "/status")).filter(ENDED::contains).isEmpty()) {
            return new Irrelevant("it is not about the end of a generation of " + NAME);
        }
        return body.flatMap(it -> it.id("/data/id", "/id"))
                .<CallbackReading>map(Trigger::new)
                .orElseGet(() -> new Irrelevant("it names no generation of " + NAME));
    }
}
