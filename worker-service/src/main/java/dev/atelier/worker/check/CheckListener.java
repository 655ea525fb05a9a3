package dev.atelier.worker.check;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.ProviderSpec;
import dev.atelier.credential.Secret;
import dev.atelier.job.CheckJobs;
import dev.atelier.job.FailureKind;
import dev.atelier.job.JobChanges;
import dev.atelier.job.JobFailure;
import dev.atelier.job.JobLog;
import dev.atelier.job.JobSnapshot;
import dev.atelier.job.JobSnapshots;
import dev.atelier.job.LostSubmission;
import dev.atelier.job.ProviderJobId;
import dev.atelier.messaging.Messages;
import dev.atelier.messaging.Topology;
import dev.atelier.worker.Role;
import dev.atelier.worker.WorkerProperties;
import dev.atelier.worker.credential.CallKeys;
import dev.atelier.worker.outcome.Outcomes;
import dev.atelier.worker.output.OutputFiles;
import dev.atelier.worker.provider.ProviderAdapter;
import dev.atelier.worker.provider.ProviderAdapters;
import dev.atelier.worker.provider.ProviderException;
import dev.atelier.worker.provider.ProviderJob;
import dev.atelier.worker.provider.ProviderUpdate;
import dev.atelier.worker.queue.Patience;
import dev.atelier.worker.queue.Stopping;
import dev.atelier.worker.queue.Subscription;
import dev.atelier.worker.queue.Subscriptions;

/** Asks providers about jobs that are due, whether or not callbacks work. A check costs nothing and may come twice. */
@Component
class CheckListener implements Subscriptions {
    private static final Logger log = LoggerFactory.getLogger(CheckListener.class);

    private final JobSnapshots jobs;
    private final JobChanges changes;
    private final Outcomes outcomes;
    private final Catalog catalog;
    private final ProviderAdapters adapters;
    private final CallKeys keys;
    private final OutputFiles files;
    private final Patience patience;
    private final Topology topology;
    private final WorkerProperties properties;

    CheckListener(JobSnapshots jobs, JobChanges changes, Outcomes outcomes, Catalog catalog, ProviderAdapters adapters,
            CallKeys keys, OutputFiles files,
            Patience patience, Topology topology, WorkerProperties properties) {
        this.jobs = jobs;
        this.changes = changes;
        this.outcomes = outcomes;
        this.catalog = catalog;
        this.adapters = adapters;
        this.keys = keys;
        this.files = files;
        this.patience = patience;
        this.topology = topology;
        this.properties = properties;
    }

    @Override
    public List<Subscription> subscriptions() {
        return catalog.providers()
                .stream()
                .filter(it -> adapters.find(it.id()).isPresent())
                .map(it -> new Subscription(Role.CHECK, topology.checks(it.id()), properties.checkSlots(), this::on))
                .toList();
    }

    private void on(Message message) {
        var ids = Messages.decode(message.getBody(), CheckJobs.class).jobIds();
        @Nullable
        RuntimeException broken = null;
        for (var job : patience.untilDone(() -> jobs.checkable(ids))) {
            try (var _ = JobLog.of(job.fence(), job.provider())) {
                job.providerJobId()
                        .ifPresentOrElse(it -> check(job, it),
                                () -> seekEvidence(job));
            } catch (Stopping e) {
                throw e;
            } catch (RuntimeException e) {
                // The others in this message are looked at all the same.
                log.error("the look at a job broke", e);
                broken = e;
            }
        }
        if (broken != null) {
            throw broken;
        }
    }

    private void check(JobSnapshot job, ProviderJobId id) {
        try {
            var adapter = adapters.find(job.provider())
                    .orElseThrow(() -> new ProviderException(
                            FailureKind.MODEL_UNAVAILABLE, "this worker has no adapter for " + job.provider()));
            var key = patience.untilDone(() -> keys.keyFor(job.user(), job.provider()));
            var there = new ProviderJob(id, job.providerModel(), job.operation(), job.category());
            if (job.cancelRequested() && cancel(job, adapter, there, key)) {
                return;
            }
            var answer = adapter.check(there, key);
            var update = patience.untilDone(() -> files.stored(job.fence(), answer));
            boolean first = patience.untilDone(() -> outcomes.told(job, id, update));
            if (!first && update instanceof ProviderUpdate.Completed it) {
                files.drop(job.fence(), it.outputs());
            }
        } catch (ProviderException e) {
            notTold(job, e.failure());
        } catch (DataAccessException | Stopping e) {
            throw e;
        } catch (RuntimeException e) {
            log.error("the adapter of {} broke while checking", job.provider(), e);
            notTold(job, new JobFailure(FailureKind.INTERNAL, "an internal error"));
        }
    }

    /** Nobody knows whether the provider has it: looked for in its list where it has one, else waited for. */
    private void seekEvidence(JobSnapshot job) {
        var found = catalog.provider(job.provider())
                .filter(it -> it.spec().recovery().evidence() == ProviderSpec.Evidence.LOOK_UP)
                .flatMap(it -> lookUp(job));
        if (found.isPresent()) {
            log.info("the submission was found at the provider as {}", found.get());
            patience.untilDone(() -> outcomes.proven(job, found.get()));
        } else {
            patience.untilDone(() -> outcomes.stillUnknown(job));
        }
    }

    /** The one job in the provider's list that can only be this one; with two that could be, neither is taken. */
    private Optional<ProviderJobId> lookUp(JobSnapshot job) {
        try {
            var lost = patience.untilDone(() -> jobs.lost(job.fence().job())).filter(LostSubmission::alone);
            var adapter = adapters.find(job.provider());
            if (lost.isEmpty() || adapter.isEmpty()) {
                return Optional.empty();
            }
            var key = patience.untilDone(() -> keys.keyFor(job.user(), job.provider()));
            var unclaimed = adapter.get()
                    .lookUp(lost.get().request(), lost.get().sinceClaimed(), key)
                    .stream()
                    .filter(it -> patience.untilDone(() -> jobs.find(job.provider(), it)).isEmpty())
                    .toList();
            return unclaimed.size() == 1 ? Optional.of(unclaimed.getFirst()) : Optional.empty();
        } catch (ProviderException e) {
            log.warn("the look-up found nothing out, {}: {}", e.kind(), e.failure().message());
            return Optional.empty();
        }
    }

    /** Its owner wants it stopped. True: it is settled by that. */
    private boolean cancel(JobSnapshot job, ProviderAdapter adapter, ProviderJob there, Secret key) {
        boolean stopped = adapter.cancel(there, key);
        patience.untilDone(() -> stopped ? changes.cancelled(job.fence()) : changes.cancelRefused(job.fence()));
        return stopped;
    }

    private void notTold(JobSnapshot job, JobFailure failure) {
        log.warn("the check found nothing out, {}: {}", failure.kind(), failure.message());
        patience.untilDone(() -> outcomes.notTold(job, failure));
    }
}
