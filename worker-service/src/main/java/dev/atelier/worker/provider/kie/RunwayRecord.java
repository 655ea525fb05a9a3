package dev.atelier.worker.provider.kie;

import java.util.List;

import dev.atelier.credential.Secret;
import dev.atelier.worker.provider.ProviderJob;
import dev.atelier.worker.provider.ProviderJson;
import dev.atelier.worker.provider.ProviderUpdate;
import dev.atelier.worker.provider.ProviderUpdate.Failed;
import dev.atelier.worker.provider.ProviderUpdate.Processing;

/** Runway: the states have names, other ones than those of the unified jobs, and there is one clip. */
final class RunwayRecord implements KieRecord {
    private final KieErrors errors;

    RunwayRecord(KieErrors errors) {
        this.errors = errors;
    }

    @Override
    public ProviderUpdate read(ProviderJob job, ProviderJson task, Secret key) {
        var state = task.text("/state").orElse("");
        return switch (state) {
            case "wait", "queueing", "generating" -> new Processing(job.id(), null);
            case "success" -> KieFiles.made(job, task,
                    task.text("/videoInfo/videoUrl").map(List::of).orElse(List.of()));
            case "fail" -> new Failed(job.id(), errors.ofTask(task.number("/failCode"), task.text("/failMsg"), key));
            default -> throw KieErrors.unknownState(state);
        };
    }
}
