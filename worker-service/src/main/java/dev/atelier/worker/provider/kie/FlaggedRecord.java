package dev.atelier.worker.provider.kie;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.atelier.credential.Secret;
import dev.atelier.worker.provider.ProviderJob;
import dev.atelier.worker.provider.ProviderJson;
import dev.atelier.worker.provider.ProviderUpdate;
import dev.atelier.worker.provider.ProviderUpdate.Failed;
import dev.atelier.worker.provider.ProviderUpdate.Processing;

/** Veo, 4o image and Flux Kontext: the state is a number, and the result an object of addresses. */
final class FlaggedRecord implements KieRecord {
    private final KieErrors errors;

    FlaggedRecord(KieErrors errors) {
        this.errors = errors;
    }

    @Override
    public ProviderUpdate read(ProviderJob job, ProviderJson task, Secret key) {
        var flag = task.text("/successFlag").orElse("");
        return switch (flag) {
            case "0" -> new Processing(job.id(), progress(task));
            case "1" -> KieFiles.made(job, task, addresses(task));
            case "2", "3" -> new Failed(job.id(),
                    errors.ofTask(task.number("/errorCode"), task.text("/errorMessage"), key));
            default -> throw KieErrors.unknownState(flag);
        };
    }

    /** The 4o image pages write the list in two ways; Flux Kontext has one picture. */
    private static List<String> addresses(ProviderJson task) {
        var list = task.texts("/response/resultUrls");
        if (list.isEmpty()) {
            list = task.texts("/response/result_urls");
        }
        return list.isEmpty() ? task.text("/response/resultImageUrl").map(List::of).orElse(List.of()) : list;
    }

    /** Only 4o image tells: a share from {@code "0.00"} to {@code "1.00"}. */
    private static @Nullable Integer progress(ProviderJson task) {
        return task.text("/progress")
                .filter(it -> it.matches("[01]\\.[0-9]{1,4}"))
                .map(it -> Math.min(100, (int) Math.round(Double.parseDouble(it) * 100)))
                .orElse(null);
    }
}
