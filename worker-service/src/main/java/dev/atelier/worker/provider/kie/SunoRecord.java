package dev.atelier.worker.provider.kie;

import java.util.List;

import dev.atelier.credential.Secret;
import dev.atelier.worker.provider.ProviderJob;
import dev.atelier.worker.provider.ProviderJson;
import dev.atelier.worker.provider.ProviderUpdate;
import dev.atelier.worker.provider.ProviderUpdate.Failed;
import dev.atelier.worker.provider.ProviderUpdate.Processing;

/** Suno: first the words are there, then one track, then the other. The job is done when both are. */
final class SunoRecord implements KieRecord {
    private final KieErrors errors;

    SunoRecord(KieErrors errors) {
        this.errors = errors;
    }

    @Override
    public ProviderUpdate read(ProviderJob job, ProviderJson task, Secret key) {
        var status = task.text("/status").orElse("");
        return switch (status) {
            case "PENDING", "TEXT_SUCCESS", "FIRST_SUCCESS" -> new Processing(job.id(), null);
            case "SUCCESS" -> KieFiles.made(job, task, tracks(task));
            case "CREATE_TASK_FAILED", "GENERATE_AUDIO_FAILED" -> new Failed(job.id(),
                    errors.ofTask(task.number("/errorCode"), task.text("/errorMessage"), key));
            case "SENSITIVE_WORD_ERROR" -> new Failed(job.id(), KieErrors.ofContent(task.text("/errorMessage"), key));
            case "CALLBACK_EXCEPTION" -> notHeard(job, task);
            default -> throw KieErrors.unknownState(status);
        };
    }

    /**
     * It could not reach us (unconfirmed), which says nothing about the music: that may be there, or still come. The job's
     * deadline bounds the wait.
     */
    private static ProviderUpdate notHeard(ProviderJob job, ProviderJson task) {
        var tracks = tracks(task);
        return !tracks.isEmpty() && tracks.size() == task.objects("/response/sunoData").size()
                ? KieFiles.made(job, task, tracks)
                : new Processing(job.id(), null);
    }

    private static List<String> tracks(ProviderJson task) {
        return task.objects("/response/sunoData")
                .stream()
                .flatMap(it -> it.text("/audioUrl", "/audio_url").stream())
                .toList();
    }
}
