package dev.atelier.api.generate;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;

import dev.atelier.api.logging.SparingLog;
import dev.atelier.api.security.Caller;
import dev.atelier.batch.Batcher;
import dev.atelier.batch.Batchers;
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
    private final Batcher<NewJob, Acceptance> together;
    private final SparingLog unpublished = new SparingLog(LoggerFactory.getLogger(JobIntake.class));

    JobIntake(JobChanges changes, Nudges nudges, QueueRoom room, GenerateProperties properties, Batchers batchers) {
        this.changes = changes;
        this.nudges = nudges;
        this.room = room;
        this.properties = properties;
        together = batchers.open("job-accept", this::store);
    }

    /** While the provider's queue is full, the job is left to the dispatcher. */
    NewJob job(Caller caller, CheckedRequest checked, @Nullable Idempotency idempotency) {
        var model = checked.model();
        return new NewJob(JobId.create(), caller.userId(), model.id(), model.provider(), model.category(),
                model.catalogVersion(), checked.written(), model.apply(checked.request()), checked.metadata(),
                model.timing(), room.has(model.provider()) ? properties.publishWithin() : Duration.ZERO, idempotency);
    }

    /**
     * Returns after the commit, without waiting for the broker. Must not be called within a transaction.
     *
     * @throws dev.atelier.batch.Overloaded when too many wait already: it is not stored
     */
    Acceptance accept(NewJob job) {
        return together.call(job);
    }

    /** One statement and one commit for all that came together, then the nudges of those that are new. */
    private List<Acceptance> store(List<NewJob> jobs) {
        var acceptances = changes.accept(jobs);
        IntStream.range(0, jobs.size())
                .filter(it -> acceptances.get(it) instanceof Acceptance.Accepted)
                .mapToObj(jobs::get)
                .filter(it -> it.publishWithin().isPositive())
                .collect(Collectors.groupingBy(NewJob::provider, Collectors.mapping(NewJob::id, Collectors.toList())))
                .forEach(this::nudge);
        return acceptances;
    }

    private void nudge(ProviderId provider, List<JobId> jobs) {
        nudges.submit(provider, jobs).forEach(it -> it.exceptionally(failure -> {
            unpublished.warn("the broker has not confirmed a job; nothing is lost, the dispatcher sends it within "
                    + properties.publishWithin() + " or when the broker is back: {}",
                    NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
            return null;
        }));
    }
}
