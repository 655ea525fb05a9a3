package dev.atelier.worker.provider.bfl;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import dev.atelier.catalog.ProviderId;
import dev.atelier.credential.Secret;
import dev.atelier.job.FailureKind;
import dev.atelier.job.JobFailure;
import dev.atelier.job.ProviderJobId;
import dev.atelier.webhook.WebhookReceived;
import dev.atelier.worker.provider.CallbackReading;
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
 * Black Forest Labs. Each model has an endpoint of its own; what they answer is one shape. A job makes one picture.
 *
 * <p>No {@code webhook_secret} is sent: how it would come back is told in two ways that exclude each other (unconfirmed). The
 * callback's address is unguessable, and a callback is only a reason to read the result with our key.
 */
final class BflAdapter implements ProviderAdapter {
    static final String NAME = "Black Forest Labs";
    static final ProviderId ID = new ProviderId("bfl");

    private static final String GENERATE = "generate";
    private static final Duration FILES_LIVE = Duration.ofMinutes(10);
    /** In the year 2286: what lies beyond counts something else than seconds. */
    private static final double LATEST_SECONDS = 10_000_000_000.0;

    private final BflApi api;
    private final BflErrors errors;

    private BflAdapter(BflApi api, BflErrors errors) {
        this.api = api;
        this.errors = errors;
    }

    static BflAdapter create(BflProperties properties, ProviderHttp http) {
        return new BflAdapter(new BflApi(properties.baseUrl(), http), new BflErrors(properties));
    }

    @Override
    public ProviderId provider() {
        return ID;
    }

    /** With a callback to come, the id stays as the provider has it: the callback names it so. */
    @Override
    public ProviderUpdate generate(ProviderCall call) {
        known(call.request().operation());
        var answer = api.create(call.request().model(), call.body(), call.key());
        if (!answer.isSuccess()) {
            throw errors.ofSubmit(answer, call.key());
        }
        var body = answer.json();
        var id = body.flatMap(it -> it.id("/id"))
                .orElseThrow(() -> new ProviderException(FailureKind.OUTCOME_UNKNOWN,
                        "Black Forest Labs took the job but named none."));
        var pollingUrl = call.callbackUrl() == null
                ? body.flatMap(it -> it.text("/polling_url"))
                : Optional.<String>empty();
        return new Processing(BflJob.created(id, pollingUrl, api.baseUrl()).ours(), null);
    }

    @Override
    public ProviderUpdate check(ProviderJob job, Secret key) {
        known(job.operation());
        var there = BflJob.of(job.id());
        var answer = api.result(there, key);
        var body = answer.json();
        var status = body.flatMap(it -> it.text("/status")).orElse("");
        // Comes with HTTP 200 or 404 (unconfirmed).
        if (status.equals("Task not found") || answer.status() == 404) {
            throw errors.notFound();
        }
        if (!answer.isSuccess()) {
            throw errors.ofCheck(answer, key);
        }
        var result = body.orElseThrow(() -> malformed("it is no JSON object"));
        if (result.text("/id").filter(it -> !it.equals(there.id())).isPresent()) {
            throw malformed("it is another job's");
        }
        return switch (status) {
            case "Pending" -> new Processing(job.id(), progress(result));
            case "Ready" -> ready(job, result);
            case "Request Moderated" -> new Failed(job.id(), errors.moderated("input", result, key));
            case "Content Moderated" -> new Failed(job.id(), errors.moderated("result", result, key));
            // The second is what an SDK reckons with (unconfirmed).
            case "Error", "Failed" -> new Failed(job.id(), errors.failed(result, key));
            default -> throw malformed("an unknown status" + shown(status));
        };
    }

    @Override
    public CallbackReading callback(WebhookReceived event) {
        return ProviderJson.parse(event.body())
                .flatMap(it -> it.id("/id", "/task_id"))
                .filter(it -> BflJob.of(it).host() == null)
                .<CallbackReading>map(CallbackReading.Trigger::new)
                .orElseGet(() -> new CallbackReading.Irrelevant("it names no job of " + NAME));
    }

    private static ProviderUpdate ready(ProviderJob job, ProviderJson result) {
        return result.text("/result/sample")
                .map(it -> HostedFiles.at(it, job.category(), expiry(result))
                        .orElseThrow(() -> malformed("a result that is no address")))
                .<ProviderUpdate>map(it -> new Completed(job.id(), List.of(it)))
                .orElseGet(() -> nothingMade(job.id()));
    }

    private static ProviderUpdate nothingMade(ProviderJobId id) {
        return new Failed(id, new JobFailure(FailureKind.OUTPUT_UNAVAILABLE,
                "Black Forest Labs reports success, but there is no picture in its result."));
    }

    /** The address is signed for ten minutes; that reading it again gives a new one is not promised. */
    private static @Nullable Instant expiry(ProviderJson result) {
        return number(result, "/result/end_time").filter(it -> it > 0 && it < LATEST_SECONDS)
                .map(it -> Instant.ofEpochMilli(Math.round(it * 1000)).plus(FILES_LIVE))
                .orElse(null);
    }

    private static @Nullable Integer progress(ProviderJson result) {
        return number(result, "/progress").filter(it -> it >= 0 && it <= 1)
                .map(it -> (int) Math.round(it * 100))
                .orElse(null);
    }

    private static Optional<Double> number(ProviderJson result, String pointer) {
        return Optional.of(result.root().at(pointer)).filter(JsonNode::isNumber).map(JsonNode::doubleValue);
    }

    private static void known(String operation) {
        if (!operation.equals(GENERATE)) {
            throw new ProviderException(FailureKind.INTERNAL, "The catalog names an operation '" + operation + "' of "
                    + NAME + ", which is not '" + GENERATE + "'.");
        }
    }

    private static String shown(String status) {
        return Optional.of(status).filter(it -> it.matches("[\\w -]{1,40}")).map(it -> " '" + it + "'").orElse("");
    }

    private static ProviderException malformed(String what) {
        return new ProviderException(FailureKind.MALFORMED_RESPONSE,
                "Black Forest Labs' answer cannot be read: " + what + ".");
    }
}
