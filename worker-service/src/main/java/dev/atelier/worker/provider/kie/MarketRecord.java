package dev.atelier.worker.provider.kie;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.atelier.credential.Secret;
import dev.atelier.worker.provider.ProviderJob;
import dev.atelier.worker.provider.ProviderJson;
import dev.atelier.worker.provider.ProviderUpdate;
import dev.atelier.worker.provider.ProviderUpdate.Failed;
import dev.atelier.worker.provider.ProviderUpdate.Processing;

/** The unified jobs: one shape for all of the market's models. Its result is JSON in a text. */
final class MarketRecord implements KieRecord {
    private final KieErrors errors;

    MarketRecord(KieErrors errors) {
        this.errors = errors;
    }

    @Override
    public ProviderUpdate read(ProviderJob job, ProviderJson task, Secret key) {
        var state = task.text("/state").orElse("");
        return switch (state) {
            case "waiting", "queuing" -> new Processing(job.id(), null);
            case "generating" -> new Processing(job.id(), progress(task));
            case "success" -> KieFiles.made(job, task, addresses(task));
            case "fail" -> new Failed(job.id(), errors.ofTask(task.number("/failCode"), task.text("/failMsg"), key));
            default -> throw KieErrors.unknownState(state);
        };
    }

    private static List<String> addresses(ProviderJson task) {
        return task.text("/resultJson")
                .map(it -> ProviderJson.parse(it).orElseThrow(() -> KieErrors.malformed("a result that is no JSON")))
                .map(it -> it.texts("/resultUrls"))
                .orElse(List.of());
    }

    private static @Nullable Integer progress(ProviderJson task) {
        return task.number("/progress").filter(it -> it >= 0 && it <= 100).map(Long::intValue).orElse(null);
    }
}
