package dev.atelier.api.generate;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;

import dev.atelier.api.logging.SparingLog;
import dev.atelier.api.security.Caller;
import dev.atelier.catalog.ProviderId;
import dev.atelier.job.Acceptance;
import dev.atelier.job.JobChanges;
import dev.atelier.job.JobId;
import dev.atelier.job.NewJob;
import dev.atelier.job.NewJob.Idempotency;
import dev.atelier.messaging.Nudges;

/** Stores jobs and nudges the workers. What is stored gets done; the nudge only makes it soon. */
@Component
class JobIntake {
    private final JobChanges changes;
    private final Nudges nudges;
    private final QueueRoom room;
    private final GenerateProperties properties;
    private final SparingLog unpublished = new SparingLog(LoggerFactory.getLogger(JobIntake.class));

    JobIntake(JobChanges changes, Nudges nudges, QueueRoom room, GenerateProperties properties) {
        this.changes = changes;
        this.nudges = nudges;
        this.room = room;
        this.properties = properties;
    }

    /**
     * Returns after the commit, without waiting for the broker.
     * Must not be called within a transaction. While the provider's queue is full, the job is left to the dispatcher.
     */
    Acceptance accept(Caller caller, CheckedRequest checked, @Nullable Idempotency idempotency) {
        var model = checked.model();
        boolean publish = room.has(model.provider());
        var acceptance = changes.accept(new NewJob(JobId.create(), caller.userId(), model.id(), model.provider(),
                model.category(), model.catalogVersion(), checked.written(), model.apply(checked.request()),
                checked.metadata(), model.timing(), idempotency),
                publish ? properties.publishWithin() : Duration.ZERO);
        if (publish && acceptance instanceof Acceptance.Accepted(var job)) {
            nudge(model.provider(), job);
        }
        return acceptance;
    }

    private void nudge(ProviderId provider, JobId job) {
        var _ = nudges.submit(provider, List.of(job)).exceptionally(failure -> {
            unpublished.warn("the broker has not confirmed a job; nothing is lost, the dispatcher sends it within "
                    + properties.publishWithin() + " or when the broker is back: {}",
                    NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
            return null;
        });
    }
}
