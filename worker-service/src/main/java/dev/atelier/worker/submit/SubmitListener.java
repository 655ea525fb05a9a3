package dev.atelier.worker.submit;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;

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
import dev.atelier.catalog.ProviderId;
import dev.atelier.catalog.ProviderSpec;
import dev.atelier.credential.Credentials;
import dev.atelier.credential.Secret;
import dev.atelier.job.ClaimedJob;
import dev.atelier.job.FailureKind;
import dev.atelier.job.JobChanges;
import dev.atelier.job.JobFailure;
import dev.atelier.job.JobId;
import dev.atelier.job.JobLog;
import dev.atelier.job.SubmitJobs;
import dev.atelier.messaging.Messages;
import dev.atelier.messaging.Topology;
import dev.atelier.output.store.OutputStoreException;
import dev.atelier.webhook.CallbackTokens;
import dev.atelier.webhook.WebhookEvents;
import dev.atelier.worker.Role;
import dev.atelier.worker.WorkerProperties;
import dev.atelier.worker.credential.CallKeys;
import dev.atelier.worker.gate.ProviderGates;
import dev.atelier.worker.input.Inputs;
import dev.atelier.worker.outcome.Outcomes;
import dev.atelier.worker.output.OutputFiles;
import dev.atelier.worker.provider.ProviderAdapter;
import dev.atelier.worker.provider.ProviderAdapters;
import dev.atelier.worker.provider.ProviderCall;
import dev.atelier.worker.provider.ProviderException;
import dev.atelier.worker.provider.ProviderUpdate;
import dev.atelier.worker.queue.Patience;
import dev.atelier.worker.queue.Subscription;
import dev.atelier.worker.queue.Subscriptions;
import dev.atelier.worker.queue.Together;

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
    private final OutputFiles files;
    private final Batcher<JobChanges.Claim, Optional<Claimed>> claims;
    private final Batcher<WebhookEvents.Known, Boolean> unmatched;
    private final Patience patience;
    private final Together together;
    private final Topology topology;
    private final WorkerProperties properties;

    SubmitListener(JobChanges changes, Outcomes outcomes, Catalog catalog, ProviderAdapters adapters, CallKeys keys,
            ProviderGates gates, CallbackTokens callbacks, Inputs inputs, OutputFiles files, WebhookEvents events,
            Patience patience, Together together, Topology topology, WorkerProperties properties, Batchers batchers) {
        this.changes = changes;
        this.outcomes = outcomes;
        this.catalog = catalog;
        this.adapters = adapters;
        this.keys = keys;
        this.gates = gates;
        this.callbacks = callbacks;
        this.inputs = inputs;
        this.files = files;
        claims = batchers.open("job-claim", this::claim);
        unmatched = batchers.open("callbacks-unmatched", events::haveUnmatched);
        this.patience = patience;
        this.together = together;
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
        together.each(jobs, it -> submit(it, slots, lease));
    }

    /**
     * Claims it only when it has a slot: what waits for one is PENDING still, so nobody has to ask later where it went. No
     * transaction and no connection is held in here.
     */
    private void submit(JobId id, Semaphore slots, Duration lease) {
        slots.acquireUninterruptibly();
        try {
            var claim = new JobChanges.Claim(id, token(), lease);
            patience.untilDone(() -> claims.call(claim)).ifPresent(claimed -> {
                try (var _ = JobLog.of(claimed.job().fence(), claimed.job().provider())) {
                    settle(claimed.job(), claimed.key(), lease);
                }
            });
        } finally {
            slots.release();
        }
    }

    /** Has to be no other's, and is no secret: the system's own randomness would be a queue for all slots. */
    private static UUID token() {
        var random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong());
    }

    /** A job and what its provider is called with. */
    private record Claimed(ClaimedJob job, Supplier<Secret> key) {}

    /** Claimed under the same tokens again, should their keys be hidden by an outage. */
    private List<Optional<Claimed>> claim(List<JobChanges.Claim> wishes) {
        var jobs = changes.claimEach(wishes);
        var found = keys.keysFor(jobs.stream()
                .flatMap(Optional::stream)
                .map(it -> new Credentials.Owner(it.user(), it.provider()))
                .collect(Collectors.toSet()));
        return jobs.stream()
                .map(claimed -> claimed.map(it -> new Claimed(it, Objects.requireNonNull(found.get(
                        new Credentials.Owner(it.user(), it.provider()))))))
                .toList();
    }

    private void settle(ClaimedJob job, Supplier<Secret> key, Duration lease) {
        try {
            var answer = call(job, key.get());
            var update = patience.untilDone(() -> stored(job, answer, lease));
            boolean first = patience.untilDone(() -> outcomes.answered(job, update));
            if (!first) {
                log.info("the job was settled while its submission was answered");
                if (update instanceof ProviderUpdate.Completed it) {
                    files.drop(job.fence(), it.outputs());
                }
            }
            lookForEarlyCallback(job, update);
        } catch (ProviderException e) {
            log.debug("the submission failed", e);
            patience.untilDone(() -> outcomes.refused(job, e.failure()));
        }
    }

    /** Paid for, and nowhere else: while the store does not take it, this worker holds it, and the job is not given up. */
    private ProviderUpdate stored(ClaimedJob job, ProviderUpdate answer, Duration lease) {
        try {
            return files.stored(job.fence(), answer);
        } catch (OutputStoreException e) {
            changes.stillSubmitting(job.fence(), lease);
            throw e;
        }
    }

    private ProviderUpdate call(ClaimedJob job, Secret key) {
        var adapter = adapters.find(job.provider())
                .orElseThrow(() -> new ProviderException(
                        FailureKind.MODEL_UNAVAILABLE, "this worker has no adapter for " + job.provider()));
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

    private boolean isCalledBackTogether(ProviderId provider) {
        return catalog.provider(provider)
                .filter(it -> it.spec().callback().delivery() == ProviderSpec.Delivery.ACCOUNT)
                .isPresent();
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

    /** A callback to an account-wide address may have come before we knew the provider's id; one to the job's own is told by it. */
    private void lookForEarlyCallback(ClaimedJob job, ProviderUpdate update) {
        if (update instanceof ProviderUpdate.Processing it && isCalledBackTogether(job.provider())
                && patience.untilDone(() -> unmatched.call(new WebhookEvents.Known(job.provider(), it.id())))) {
            patience.untilDone(() -> {
                changes.dueNow(job.fence().job());
                return true;
            });
        }
    }
}
