package dev.atelier.worker.provider.kie;

import dev.atelier.credential.Secret;
import dev.atelier.job.FailureKind;
import dev.atelier.worker.provider.ProviderCall;
import dev.atelier.worker.provider.ProviderException;
import dev.atelier.worker.provider.ProviderJob;
import dev.atelier.worker.provider.ProviderUpdate;
import dev.atelier.worker.provider.ProviderUpdate.Processing;

/** A family that takes a task at one path and tells of it at another. Tasks of another family are unknown there. */
final class KieTasks implements KieOperation {
    private final String name;
    private final String createPath;
    private final String recordPath;
    private final KieRecord record;
    private final KieApi api;
    private final KieErrors errors;

    /** @param record how the family's records are to be read */
    KieTasks(String name, String createPath, String recordPath, KieRecord record, KieApi api, KieErrors errors) {
        this.name = name;
        this.createPath = createPath;
        this.recordPath = recordPath;
        this.record = record;
        this.api = api;
        this.errors = errors;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ProviderUpdate submit(ProviderCall call) {
        var answer = api.create(createPath, call.body(), call.key());
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
        var answer = api.record(recordPath, job.id(), key);
        if (!answer.isSuccess()) {
            throw errors.ofCheck(answer, key);
        }
        var task = answer.data().orElseThrow(() -> KieErrors.malformed("a success without a record"));
        if (task.text("/taskId").filter(it -> !it.equals(job.id().value())).isPresent()) {
            throw KieErrors.malformed("it is another task's");
        }
        return record.read(job, task, key);
    }
}
