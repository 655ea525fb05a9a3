package dev.atelier.worker.provider.kie;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.atelier.job.FailureKind;
import dev.atelier.job.JobFailure;
import dev.atelier.output.ProducedOutput;
import dev.atelier.worker.provider.HostedFiles;
import dev.atelier.worker.provider.ProviderJob;
import dev.atelier.worker.provider.ProviderJson;
import dev.atelier.worker.provider.ProviderUpdate;
import dev.atelier.worker.provider.ProviderUpdate.Completed;
import dev.atelier.worker.provider.ProviderUpdate.Failed;

/** What a record says was made. */
final class KieFiles {
    /** Pages disagree (a day, two weeks); the shorter one is what may be relied on. */
    private static final Duration FILES_LIVE = Duration.ofHours(24);

    /** In the year 2286: what lies beyond counts something else than milliseconds. */
    private static final long LATEST_MILLIS = 10_000_000_000_000L;

    private KieFiles() {}

    /** A task that is done. Without an address it has failed: there is nothing to wait for. */
    static ProviderUpdate made(ProviderJob job, ProviderJson task, List<String> addresses) {
        var expiry = expiry(task);
        var outputs = addresses.stream()
                .<ProducedOutput>map(it -> HostedFiles.at(it, job.category(), expiry)
                        .orElseThrow(() -> KieErrors.malformed("a result that is no address")))
                .toList();
        return outputs.isEmpty()
                ? new Failed(job.id(), new JobFailure(FailureKind.OUTPUT_UNAVAILABLE,
                        "Kie.ai reports success, but there is no file in its result."))
                : new Completed(job.id(), outputs);
    }

    /** Some families write the time of completion in milliseconds, some in ISO 8601, and some without saying of which zone. */
    private static @Nullable Instant expiry(ProviderJson task) {
        return task.number("/completeTime")
                .filter(it -> it > 0 && it < LATEST_MILLIS)
                .map(Instant::ofEpochMilli)
                .or(() -> task.text("/completeTime").flatMap(KieFiles::instant))
                .map(it -> it.plus(FILES_LIVE))
                .orElse(null);
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
