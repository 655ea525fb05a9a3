package dev.atelier.worker.provider.kie;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.atelier.credential.Secret;
import dev.atelier.job.FailureKind;
import dev.atelier.job.JobFailure;
import dev.atelier.job.ProviderJobId;
import dev.atelier.output.ProducedOutput;
import dev.atelier.worker.provider.HostedFiles;
import dev.atelier.worker.provider.ProviderCall;
import dev.atelier.worker.provider.ProviderException;
import dev.atelier.worker.provider.ProviderJob;
import dev.atelier.worker.provider.ProviderJson;
import dev.atelier.worker.provider.ProviderUpdate;
import dev.atelier.worker.provider.ProviderUpdate.Completed;
import dev.atelier.worker.provider.ProviderUpdate.Failed;
import dev.atelier.worker.provider.ProviderUpdate.Processing;

/** The unified jobs: one shape for all of the market's models, which differ in {@code model} and {@code input}. */
final class KieJobs implements KieOperation {
    /** Pages disagree (a day, two weeks); the shorter one is what may be relied on. */
    private static final Duration FILES_LIVE = Duration.ofHours(24);

    /** In the year 2286: what lies beyond counts something else than milliseconds. */
    private static final long LATEST_MILLIS = 10_000_000_000_000L;

    private final KieApi api;
    private final KieErrors errors;

    KieJobs(KieApi api, KieErrors errors) {
        this.api = api;
        this.errors = errors;
    }

    @Override
    public String name() {
        return "jobs";
    }

    @Override
    public ProviderUpdate submit(ProviderCall call) {
        var answer = api.create("/api/v1/jobs/createTask", call.body(), call.key());
        if (!answer.isSuccess()) {
            throw errors.ofSubmit(answer, call.key());
        }
        return answer.data()
                .flatMap(it -> it.id("/taskId"))
                .map(it -> new Processing(it, null))
                .orElseThrow(() -> new ProviderException(FailureKind.OUTCOME_UNKNOWN,
                        "Kie.ai took the job but named no task."));
    }

    @Override
    public ProviderUpdate check(ProviderJob job, Secret key) {
        var answer = api.record("/api/v1/jobs/recordInfo", job.id(), key);
        if (!answer.isSuccess()) {
            throw errors.ofCheck(answer, key);
        }
        var task = answer.data().orElseThrow(() -> malformed("a success without a record"));
        if (task.text("/taskId").filter(it -> !it.equals(job.id().value())).isPresent()) {
            throw malformed("it is another task's");
        }
        var state = task.text("/state").orElse("");
        return switch (state) {
            case "waiting", "queuing" -> new Processing(job.id(), null);
            case "generating" -> new Processing(job.id(), progress(task));
            case "success" -> completed(job, task);
            case "fail" -> new Failed(job.id(),
                    errors.ofTask(task.number("/failCode"), task.text("/failMsg"), key));
            default -> throw malformed("an unknown state" + shown(state));
        };
    }

    private static ProviderUpdate completed(ProviderJob job, ProviderJson task) {
        var outputs = task.text("/resultJson")
                .map(it -> ProviderJson.parse(it).orElseThrow(() -> malformed("a result that is no JSON")))
                .stream()
                .flatMap(it -> it.texts("/resultUrls").stream())
                .<ProducedOutput>map(it -> HostedFiles.at(it, job.category(), expiry(task))
                        .orElseThrow(() -> malformed("a result that is no address")))
                .toList();
        return outputs.isEmpty() ? nothingMade(job.id()) : new Completed(job.id(), outputs);
    }

    private static ProviderUpdate nothingMade(ProviderJobId id) {
        return new Failed(id, new JobFailure(FailureKind.OUTPUT_UNAVAILABLE,
                "Kie.ai reports success, but there is no file in its result."));
    }

    private static @Nullable Instant expiry(ProviderJson task) {
        return task.number("/completeTime")
                .filter(it -> it > 0 && it < LATEST_MILLIS)
                .map(it -> Instant.ofEpochMilli(it).plus(FILES_LIVE))
                .orElse(null);
    }

    private static @Nullable Integer progress(ProviderJson task) {
        return task.number("/progress").filter(it -> it >= 0 && it <= 100).map(Long::intValue).orElse(null);
    }

    private static String shown(String state) {
        return Optional.of(state).filter(it -> it.matches("[\\w-]{1,40}")).map(it -> " '" + it + "'").orElse("");
    }

    private static ProviderException malformed(String what) {
        return new ProviderException(FailureKind.MALFORMED_RESPONSE, "Kie.ai's record cannot be read: " + what + ".");
    }
}
