package dev.atelier.worker.provider.runway;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import dev.atelier.catalog.ProviderId;
import dev.atelier.credential.Secret;
import dev.atelier.job.FailureKind;
import dev.atelier.job.JobFailure;
import dev.atelier.job.ProviderJobId;
import dev.atelier.output.ProducedOutput;
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

/** Runway. An operation is an endpoint; what they make is a task, and all tasks are alike. It calls nobody back. */
final class RunwayAdapter implements ProviderAdapter {
    static final String NAME = "Runway";
    static final ProviderId ID = new ProviderId("runway");

    private static final Set<String> OPERATIONS = Set.of("text_to_image", "text_to_video", "image_to_video",
            "text_to_speech", "sound_effect");
    /** The shorter of the times that it states; reading the task again gives new addresses. */
    private static final Duration FILES_LIVE = Duration.ofHours(24);

    private final RunwayApi api;
    private final RunwayErrors errors;

    private RunwayAdapter(RunwayApi api, RunwayErrors errors) {
        this.api = api;
        this.errors = errors;
    }

    /** @param http sends {@link RunwayApi#HEADERS} with every call */
    static RunwayAdapter create(RunwayProperties properties, ProviderHttp http) {
        return new RunwayAdapter(new RunwayApi(properties.baseUrl(), http), new RunwayErrors(properties));
    }

    @Override
    public ProviderId provider() {
        return ID;
    }

    @Override
    public ProviderUpdate generate(ProviderCall call) {
        var operation = call.request().operation();
        if (!OPERATIONS.contains(operation)) {
            throw new ProviderException(FailureKind.INTERNAL, "The catalog names an operation '" + operation + "' of "
                    + NAME + ", which is none of " + OPERATIONS + ".");
        }
        var answer = api.create(operation, call.body(), call.key());
        if (!answer.isSuccess()) {
            throw errors.ofSubmit(answer, call.key());
        }
        return answer.json()
                .flatMap(it -> it.id("/id"))
                .map(it -> new Processing(it, null))
                .orElseThrow(() -> new ProviderException(FailureKind.OUTCOME_UNKNOWN,
                        "Runway took the job but named no task."));
    }

    @Override
    public ProviderUpdate check(ProviderJob job, Secret key) {
        var answer = api.task(job.id(), key);
        if (!answer.isSuccess()) {
            throw errors.ofCheck(answer, key);
        }
        var task = answer.json().orElseThrow(() -> malformed("it is no JSON object"));
        if (task.text("/id").filter(it -> !it.equals(job.id().value())).isPresent()) {
            throw malformed("it is another task's");
        }
        var status = task.text("/status").orElse("");
        return switch (status) {
            // THROTTLED: more of ours run than the account may have at a time. It starts by itself.
            case "PENDING", "THROTTLED" -> new Processing(job.id(), null);
            case "RUNNING" -> new Processing(job.id(), progress(task));
            case "SUCCEEDED" -> succeeded(job, task);
            case "FAILED" -> new Failed(job.id(), errors.ofTask(task, key));
            case "CANCELLED" -> new Failed(job.id(), new JobFailure(FailureKind.PROVIDER_FAILED,
                    "The task was cancelled at Runway, and not by us."));
            default -> throw malformed("an unknown status" + shown(status));
        };
    }

    /**
     * A task that is not found is gone: stopped by a call whose answer was lost, or deleted. One that has just ended is deleted by
     * this, with what it made; its owner wanted none of it.
     */
    @Override
    public boolean cancel(ProviderJob job, Secret key) {
        var answer = api.delete(job.id(), key);
        if (!answer.isSuccess() && answer.status() != 404) {
            throw errors.ofCheck(answer, key);
        }
        return true;
    }

    @Override
    public CallbackReading callback(WebhookReceived event) {
        return new CallbackReading.Irrelevant(NAME + " calls nobody back");
    }

    private static ProviderUpdate succeeded(ProviderJob job, ProviderJson task) {
        var outputs = task.texts("/output")
                .stream()
                .<ProducedOutput>map(it -> HostedFiles.at(it, job.category(), expiry(task))
                        .orElseThrow(() -> malformed("a result that is no address")))
                .toList();
        return outputs.isEmpty() ? nothingMade(job.id()) : new Completed(job.id(), outputs);
    }

    private static ProviderUpdate nothingMade(ProviderJobId id) {
        return new Failed(id, new JobFailure(FailureKind.OUTPUT_UNAVAILABLE,
                "Runway reports success, but there is no file in its result."));
    }

    /** Counted from when the task was made, since it does not say when it was done. */
    private static @Nullable Instant expiry(ProviderJson task) {
        try {
            return task.text("/createdAt").map(it -> Instant.parse(it).plus(FILES_LIVE)).orElse(null);
        } catch (DateTimeException _) {
            return null;
        }
    }

    private static @Nullable Integer progress(ProviderJson task) {
        return Optional.of(task.root().at("/progress"))
                .filter(JsonNode::isNumber)
                .map(JsonNode::doubleValue)
                .filter(it -> it >= 0 && it <= 1)
                .map(it -> (int) Math.round(it * 100))
                .orElse(null);
    }

    private static String shown(String status) {
        return Optional.of(status).filter(it -> it.matches("[\\w-]{1,40}")).map(it -> " '" + it + "'").orElse("");
    }

    private static ProviderException malformed(String what) {
        return new ProviderException(FailureKind.MALFORMED_RESPONSE, "Runway's task cannot be read: " + what + ".");
    }
}
