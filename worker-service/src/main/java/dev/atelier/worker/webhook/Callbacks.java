package dev.atelier.worker.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import dev.atelier.batch.Batcher;
import dev.atelier.batch.Batchers;
import dev.atelier.catalog.ProviderId;
import dev.atelier.job.JobChanges;
import dev.atelier.job.JobLog;
import dev.atelier.job.JobSnapshot;
import dev.atelier.job.JobSnapshots;
import dev.atelier.job.JobStatus;
import dev.atelier.job.ProviderJobId;
import dev.atelier.job.StageTimers;
import dev.atelier.output.store.OutputStoreException;
import dev.atelier.webhook.WebhookEvents;
import dev.atelier.webhook.WebhookEvents.Outcome;
import dev.atelier.webhook.WebhookReceived;
import dev.atelier.worker.WorkerProperties;
import dev.atelier.worker.credential.CallKeys;
import dev.atelier.worker.outcome.Finishing;
import dev.atelier.worker.outcome.Outcomes;
import dev.atelier.worker.output.OutputFiles;
import dev.atelier.worker.provider.CallbackReading;
import dev.atelier.worker.provider.ProviderAdapter;
import dev.atelier.worker.provider.ProviderAdapters;
import dev.atelier.worker.provider.ProviderException;
import dev.atelier.worker.provider.ProviderJob;
import dev.atelier.worker.provider.ProviderUpdate;
import dev.atelier.worker.queue.Patience;
import dev.atelier.worker.queue.Stopping;

/**
 * Settles the job that a callback is about. Every event is stored once, with what became of it, in the transaction that moves
 * the job; a second one is dropped. A provider is asked outside of any transaction.
 */
@Component
public class Callbacks {
    private static final Logger log = LoggerFactory.getLogger(Callbacks.class);
    /** A job has not so many states that somebody could be first more often. */
    private static final int MOST_LOOKS = 10;
    /** A burst of callbacks gets its turn within this, unless the provider is slow to answer. */
    private static final Duration TURN_WITHIN = Duration.ofMillis(500);

    private final ProviderAdapters adapters;
    private final WebhookEvents events;
    private final Batcher<WebhookReceived, Boolean> handled;
    private final Batcher<JobSnapshots.Address, Optional<JobSnapshot>> jobs;
    private final Batcher<Settled, Boolean> settled;
    private final JobChanges changes;
    private final Outcomes outcomes;
    private final Finishing finishing;
    private final OutputFiles files;
    private final CallKeys keys;
    private final Patience patience;
    private final TransactionTemplate transactions;
    private final MeterRegistry meters;
    private final int questionsAtOnce;
    private final Map<ProviderId, Semaphore> questions = new ConcurrentHashMap<>();

    Callbacks(ProviderAdapters adapters, WebhookEvents events, JobSnapshots jobs, JobChanges changes, Outcomes outcomes,
            Finishing finishing, OutputFiles files, CallKeys keys, Patience patience, TransactionTemplate transactions,
            MeterRegistry meters,
            WorkerProperties properties, Batchers batchers) {
        this.adapters = adapters;
        this.events = events;
        handled = batchers.open("callbacks-handled", events::areHandled);
        this.jobs = batchers.open("callbacks-job", jobs::find);
        settled = batchers.open("callbacks-settled", this::settle);
        this.changes = changes;
        this.outcomes = outcomes;
        this.finishing = finishing;
        this.files = files;
        this.keys = keys;
        this.patience = patience;
        this.transactions = transactions;
        this.meters = meters;
        questionsAtOnce = Math.max(1, properties.callbackSlots() / 8);
    }

    /** Handles the event to its end; when this returns, everything is committed. Handling it again changes nothing. */
    public void handle(WebhookReceived event) {
        try (var _ = MDC.putCloseable("provider", event.provider().value())) {
            var adapter = adapters.find(event.provider()).orElse(null);
            switch (adapter == null ? new CallbackReading.Irrelevant("no adapter here reads it")
                    : adapter.callback(event)) {
                case CallbackReading.Irrelevant it -> {
                    if (isNew(event)) {
                        log.info("a callback is ignored: {}", it.why());
                        store(event, null, Outcome.IGNORED);
                    }
                }
                // That one came again shows by its job, which it has moved; of one that goes on, the provider is asked again.
                case CallbackReading.Trigger it -> about(event, adapter, it.id(), null);
                case CallbackReading.Settled it -> about(event, adapter, it.id(), it.update());
            }
        }
    }

    private boolean isNew(WebhookReceived event) {
        if (patience.untilDone(() -> handled.call(event))) {
            log.debug("a callback came again and is dropped");
            return false;
        }
        return true;
    }

    /**
     * Looks again when somebody moved the job between reading and writing: what the callback says may still be true of it.
     */
    private void about(WebhookReceived event, @Nullable ProviderAdapter adapter, ProviderJobId id,
            @Nullable ProviderUpdate said) {
        var update = Optional.ofNullable(said);
        for (int look = 1;; look++) {
            var found = patience.untilDone(() -> find(event, id));
            if (found.isEmpty()) {
                if (isNew(event)) {
                    unmatched(event, id);
                }
                return;
            }
            var job = found.get();
            try (var _ = JobLog.of(job.fence(), job.provider())) {
                if (look > MOST_LOOKS || !mayMove(job, id)) {
                    if (!isNew(event)) {
                        return;
                    }
                    log.info("a callback about {} is kept as evidence: the job is {} as {}", id, job.status(),
                            job.providerJobId().map(ProviderJobId::value).orElse("unknown to the provider"));
                    store(event, id, Outcome.LATE);
                    return;
                }
                if (update.isEmpty() && adapter != null) {
                    update = ask(adapter, job, id);
                }
                // Anew at each look: what was stored for the last one is removed again.
                var stored = stored(job, update);
                if (settle(event, job, id, stored)) {
                    return;
                }
                stored.ifPresent(it -> drop(job, it));
            }
        }
    }

    /**
     * A job that was sent before and waits to be sent again is moved too: its provider says, late, that it has it, so it need
     * not be sent, and paid for, a second time. Of one that is being copied everything is known.
     */
    private static boolean mayMove(JobSnapshot job, ProviderJobId id) {
        boolean wasSent = job.fence().attempt() > 0;
        return wasSent && !job.status().isTerminal() && job.status() != JobStatus.STORING
                && job.providerJobId().filter(it -> !it.equals(id)).isEmpty();
    }

    private Optional<JobSnapshot> find(WebhookReceived event, ProviderJobId id) {
        return jobs.call(new JobSnapshots.Address(event.provider(), id, event.jobId()));
    }

    /**
     * Empty: the provider could not be asked just now; the job is checked again soon. A provider that is slow to answer gets
     * only so many of the slots here, so that the callbacks of the others do not wait for it for long.
     */
    private Optional<ProviderUpdate> ask(ProviderAdapter adapter, JobSnapshot job, ProviderJobId id) {
        var slots = questions.computeIfAbsent(job.provider(), it -> new Semaphore(questionsAtOnce));
        if (!hasTurn(slots)) {
            return Optional.empty();
        }
        try {
            var key = patience.untilDone(() -> keys.keyFor(job.user(), job.provider()));
            return Optional
                    .of(adapter.check(new ProviderJob(id, job.providerModel(), job.operation(), job.category()), key));
        } catch (ProviderException e) {
            log.warn("the provider could not be asked after its callback, the job is checked again soon: {}",
                    e.getMessage());
            return Optional.empty();
        } finally {
            slots.release();
        }
    }

    private static boolean hasTurn(Semaphore slots) {
        try {
            return slots.tryAcquire(TURN_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Stopping(e);
        }
    }

    /**
     * With the files that came with it in the store. While the store is away, the threads here do not wait for it: the job is
     * checked again soon, and what it made is told again.
     */
    private Optional<ProviderUpdate> stored(JobSnapshot job, Optional<ProviderUpdate> update) {
        try {
            return update.map(it -> files.stored(job.fence(), it));
        } catch (OutputStoreException e) {
            log.warn("the store does not take what came with a callback, the job is checked again soon: {}",
                    e.getMessage());
            return Optional.empty();
        }
    }

    private void drop(JobSnapshot job, ProviderUpdate update) {
        if (update instanceof ProviderUpdate.Completed it) {
            files.drop(job.fence(), it.outputs());
        }
    }

    /** False: the job is not as it was read, and nothing is stored. */
    private boolean settle(WebhookReceived event, JobSnapshot job, ProviderJobId id, Optional<ProviderUpdate> update) {
        boolean moved;
        try {
            moved = patience.untilDone(() -> update.orElse(null) instanceof ProviderUpdate.Completed it
                    ? settled.call(new Settled(event, new Finishing.Finished(job.provider(),
                            new JobChanges.Done(job.fence(), id, it.outputs()))))
                    : move(event, job, id, update));
        } catch (DuplicateKeyException e) {
            log.warn("a callback to this job's address is about {}, which is another job, and is kept as evidence", id);
            store(event, id, Outcome.LATE);
            return true;
        }
        if (moved && update.isPresent()) {
            StageTimers.record(meters, "callback", job.provider(), job.category(),
                    Duration.between(event.receivedAt(), Instant.now()));
        }
        return moved;
    }

    /** A job that is done, and the event that said so. */
    private record Settled(WebhookReceived event, Finishing.Finished finished) {
        WebhookEvents.Applied applied() {
            var done = finished.done();
            return new WebhookEvents.Applied(event, Objects.requireNonNull(done.id()), done.fence());
        }
    }

    /** Most callbacks say that a job is done: those that come at the same time are written together. */
    private List<Boolean> settle(List<Settled> all) {
        return finishing.finish(all.stream().map(Settled::finished).toList(),
                some -> WebhookEvents.applied(some.stream().map(it -> all.get(it).applied()).toList()));
    }

    private boolean move(WebhookReceived event, JobSnapshot job, ProviderJobId id, Optional<ProviderUpdate> update) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            boolean first = update.map(it -> outcomes.told(job, id, it)).orElseGet(() -> outcomes.proven(job, id));
            if (first) {
                events.handled(event, id, Outcome.APPLIED);
            }
            return first;
        }));
    }

    /** To an account-wide address a callback may come before the submit's answer is stored; then its submitter looks here. */
    private void unmatched(WebhookReceived event, ProviderJobId id) {
        store(event, id, Outcome.UNMATCHED);
        // The submitter may have looked a moment too early.
        patience.untilDone(() -> find(event, id)).ifPresentOrElse(it -> {
            patience.untilDone(() -> {
                changes.dueNow(it.fence().job());
                return true;
            });
        }, () -> log.info("a callback about {} has no job yet and is kept", id));
    }

    private void store(WebhookReceived event, @Nullable ProviderJobId id, Outcome outcome) {
        patience.untilDone(() -> {
            events.handled(event, id, outcome);
            return true;
        });
    }
}
