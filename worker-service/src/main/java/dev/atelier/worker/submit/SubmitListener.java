package dev.atelier.worker.submit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.StringNode;

import dev.atelier.batch.Batcher;
import dev.atelier.batch.Batchers;
import dev.atelier.catalog.AiModel;
import dev.atelier.catalog.AiProvider;
import dev.atelier.catalog.BodyBuilder;
import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.Mode;
import dev.atelier.catalog.ProviderSpec;
import dev.atelier.job.ClaimedJob;
import dev.atelier.job.FailureKind;
import dev.atelier.job.JobChanges;
import dev.atelier.job.JobFailure;
import dev.atelier.job.JobId;
import dev.atelier.job.JobLog;
import dev.atelier.job.SubmitJobs;
import dev.atelier.messaging.Messages;
import dev.atelier.messaging.Topology;
import dev.atelier.webhook.CallbackTokens;
import dev.atelier.webhook.WebhookEvents;
import dev.atelier.worker.Role;
import dev.atelier.worker.WorkerProperties;
import dev.atelier.worker.credential.CallKeys;
import dev.atelier.worker.gate.ProviderGates;
import dev.atelier.worker.input.Inputs;
import dev.atelier.worker.outcome.Outcomes;
import dev.atelier.worker.provider.ProviderAdapter;
import dev.atelier.worker.provider.ProviderAdapters;
import dev.atelier.worker.provider.ProviderCall;
import dev.atelier.worker.provider.ProviderException;
import dev.atelier.worker.provider.ProviderUpdate;
import dev.atelier.worker.queue.Patience;
import dev.atelier.worker.queue.Stopping;
import dev.atelier.worker.queue.Subscription;
import dev.atelier.worker.queue.Subscriptions;

/**
 * Submits jobs, a queue and a number of slots for each provider. The delivery is held until every outcome is committed: when
 * this worker dies, the broker delivers again at once, and the next worker sees what was left in the middle.
 */
@Component
class SubmitListener implements Subscriptions {
    private static final Logger log = LoggerFactory.getLogger(SubmitListener.class);
    /** Between the slowest answer and its commit. */
    private static final Duration COMMIT_TIME = Duration.ofMinutes(1);

    private final JobChanges changes;
    private final Outcomes outcomes;
    private final Catalog catalog;
    private final ProviderAdapters adapters;
    private final CallKeys keys;
    private final ProviderGates gates;
    private final CallbackTokens callbacks;
    private final Inputs inputs;
    private final Batcher<JobChanges.Claim, Optional<ClaimedJob>> claims;
    private final Batcher<WebhookEvents.Known, Boolean> unmatched;
    private final Patience patience;
    private final Topology topology;
    private final WorkerProperties properties;

    SubmitListener(JobChanges changes, Outcomes outcomes, Catalog catalog, ProviderAdapters adapters, CallKeys keys,
            ProviderGates gates, CallbackTokens callbacks, Inputs inputs, WebhookEvents events, Patience patience,
            Topology topology,
            WorkerProperties properties, Batchers batchers) {
        this.changes = changes;
        this.outcomes = outcomes;
        this.catalog = catalog;
        this.adapters = adapters;
        this.keys = keys;
        this.gates = gates;
        this.callbacks = callbacks;
        this.inputs = inputs;
        claims = batchers.open("job-claim", changes::claimEach);
        unmatched = batchers.open("callbacks-unmatched", events::haveUnmatched);
        this.patience = patience;
        this.topology = topology;
        this.properties = properties;
    }

    @Override
    public List<Subscription> subscriptions() {
        return catalog.providers()
                .stream()
                .filter(it -> properties.serves(it.id()) && adapters.find(it.id()).isPresent())
                .map(this::subscription)
                .toList();
    }

    private Subscription subscription(AiProvider provider) {
        if (properties.has(Role.SUBMIT) && isCalledBackPerJob(provider) && !callbacks.hasBaseUrl()) {
            throw new IllegalStateException("atelier.callbacks.base-url is not set: " + provider.name()
                    + " would not know where to call back. Set it to where providers reach api-service, such as"
                    + " https://api.example.com");
        }
        var slots = new Semaphore(provider.spec().slots());
        return new Subscription(Role.SUBMIT, topology.jobs(provider.id()), provider.spec().slots(), message -> on(
                message, slots, lease(provider)));
    }

    /** A model that is made while the call waits needs longer. */
    private Duration lease(AiProvider provider) {
        var slowest = provider.spec().slowestAnswer();
        var usual = properties.submitLease();
        return slowest == null || slowest.compareTo(usual) < 0 ? usual : slowest.plus(COMMIT_TIME);
    }

    private void on(Message message, Semaphore slots, Duration lease) {
        var jobs = Messages.decode(message.getBody(), SubmitJobs.class).jobIds();
        if (Boolean.TRUE.equals(message.getMessageProperties().isRedelivered())) {
            // Whoever had this message before is gone, perhaps in the middle of a call.
            patience.untilDone(() -> changes.abandoned(jobs));
        }
        if (jobs.size() == 1) {
            submit(jobs.getFirst(), slots, lease);
            return;
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = jobs.stream().map(it -> threads.submit(() -> submit(it, slots, lease))).toList();
            running.forEach(SubmitListener::await);
        }
    }

    private static void await(Future<?> one) {
        try {
            one.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Stopping(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException it ? it : new IllegalStateException(e.getCause());
        }
    }

    /**
     * Claims it only when it has a slot: what waits for one is PENDING still, so nobody has to ask later where it went. No
     * transaction and no connection is held in here.
     */
    private void submit(JobId id, Semaphore slots, Duration lease) {
        slots.acquireUninterruptibly();
        try {
            var claim = new JobChanges.Claim(id, UUID.randomUUID(), lease);
            patience.untilDone(() -> claims.call(claim)).ifPresent(job -> {
                try (var _ = JobLog.of(job.fence(), job.provider())) {
                    settle(job);
                }
            });
        } finally {
            slots.release();
        }
    }

    private void settle(ClaimedJob job) {
        try {
            var update = call(job);
            boolean first = patience.untilDone(() -> outcomes.answered(job, update));
            if (!first) {
                log.info("the job was settled while its submission was answered");
            }
            lookForEarlyCallback(job, update);
        } catch (ProviderException e) {
            log.debug("the submission failed", e);
            patience.untilDone(() -> outcomes.refused(job, e.failure()));
        }
    }

    private ProviderUpdate call(ClaimedJob job) {
        var adapter = adapters.find(job.provider())
                .orElseThrow(() -> new ProviderException(
                        FailureKind.MODEL_UNAVAILABLE, "this worker has no adapter for " + job.provider()));
        var key = patience.untilDone(() -> keys.keyFor(job.user(), job.provider()));
        var spec = catalog.provider(job.provider()).map(AiProvider::spec);
        var callback = spec.map(ProviderSpec::callback)
                .filter(it -> it.delivery() == ProviderSpec.Delivery.PER_JOB && !answersAtOnce(job));
        var url = callback.map(it -> callbacks.callbackUrl(job.provider(), job.fence().job())).orElse(null);
        var body = job.request().body(inputs.of(job.user()));
        callback.map(ProviderSpec.Callback::sentAs)
                .ifPresent(it -> BodyBuilder.putInto(body, it, StringNode.valueOf(String.valueOf(url))));
        var call = new ProviderCall(job.fence().job(), job.category(), job.request(), body, key, url);
        return gates.submit(job.provider(), key, () -> generate(adapter, call));
    }

    /** Then nobody calls back, and an address would be a field that the provider does not know. */
    private boolean answersAtOnce(ClaimedJob job) {
        return catalog.knownModel(job.model()).map(AiModel::mode).filter(it -> it == Mode.SYNC).isPresent();
    }

    private static boolean isCalledBackPerJob(AiProvider provider) {
        return provider.spec().callback().delivery() == ProviderSpec.Delivery.PER_JOB;
    }

    private static ProviderUpdate generate(ProviderAdapter adapter, ProviderCall call) {
        try {
            return adapter.generate(call);
        } catch (ProviderException e) {
            throw e;
        } catch (RuntimeException e) {
            // A fault of ours, at a point where the provider may have taken the job.
            log.error("the adapter of {} broke while submitting", adapter.provider(), e);
            throw new ProviderException(new JobFailure(FailureKind.OUTCOME_UNKNOWN,
                    "an internal error hid the provider's answer"), e);
        }
    }

    /** A callback to an account-wide address may have come before we knew the provider's id. */
    private void lookForEarlyCallback(ClaimedJob job, ProviderUpdate update) {
        if (update instanceof ProviderUpdate.Processing it
                && patience.untilDone(() -> unmatched.call(new WebhookEvents.Known(job.provider(), it.id())))) {
            patience.untilDone(() -> {
                changes.dueNow(job.fence().job());
                return true;
            });
        }
    }
}
