package dev.atelier.worker.output;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;
import org.springframework.stereotype.Component;

import dev.atelier.batch.Batcher;
import dev.atelier.batch.Batchers;
import dev.atelier.catalog.AiProvider;
import dev.atelier.catalog.Catalog;
import dev.atelier.job.FailureKind;
import dev.atelier.job.JobChanges;
import dev.atelier.job.JobFailure;
import dev.atelier.job.JobId;
import dev.atelier.job.JobLog;
import dev.atelier.job.UnstoredJob;
import dev.atelier.messaging.Messages;
import dev.atelier.messaging.Topology;
import dev.atelier.net.Download;
import dev.atelier.net.DownloadFailed;
import dev.atelier.output.ProducedOutput;
import dev.atelier.output.StoreOutputs;
import dev.atelier.output.store.OutputStoreException;
import dev.atelier.worker.Role;
import dev.atelier.worker.credential.CallKeys;
import dev.atelier.worker.provider.ProviderAdapters;
import dev.atelier.worker.provider.ProviderException;
import dev.atelier.worker.queue.Patience;
import dev.atelier.worker.queue.Stopping;
import dev.atelier.worker.queue.Subscription;
import dev.atelier.worker.queue.Subscriptions;
import dev.atelier.worker.queue.Together;

/**
 * Copies what providers have made, a queue and a number of slots for each provider, and completes the jobs. A job is taken for as
 * long as a copy may take; when this worker dies, the broker delivers again at once, and the next one is given it all the same.
 */
@Component
class OutputListener implements Subscriptions {
    private static final Logger log = LoggerFactory.getLogger(OutputListener.class);
    /** Between the last byte and the commit. */
    private static final Duration COMMIT_TIME = Duration.ofMinutes(1);
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final Duration PAUSE_OF_STORE = Duration.ofSeconds(30);

    private final OutputFiles files;
    private final JobChanges changes;
    private final Catalog catalog;
    private final ProviderAdapters adapters;
    private final CallKeys keys;
    private final Batcher<JobChanges.Copying, Optional<UnstoredJob>> taken;
    private final Batcher<JobChanges.Done, Boolean> done;
    private final Patience patience;
    private final Together together;
    private final Topology topology;
    private final OutputProperties properties;
    private final RandomGenerator random;
    private final MeterRegistry meters;

    OutputListener(OutputFiles files, JobChanges changes, Catalog catalog, ProviderAdapters adapters, CallKeys keys,
            Patience patience, Together together, Topology topology, OutputProperties properties,
            RandomGenerator random, MeterRegistry meters, Batchers batchers) {
        this.files = files;
        this.changes = changes;
        this.catalog = catalog;
        this.adapters = adapters;
        this.keys = keys;
        taken = batchers.open("outputs-take", it -> changes.takeToStore(it, properties.tryFor()));
        done = batchers.open("outputs-stored", changes::stored);
        this.patience = patience;
        this.together = together;
        this.topology = topology;
        this.properties = properties;
        this.random = random;
        this.meters = meters;
    }

    @Override
    public List<Subscription> subscriptions() {
        return catalog.providers().stream().map(this::subscription).toList();
    }

    private Subscription subscription(AiProvider provider) {
        var slots = new Semaphore(properties.slots());
        return new Subscription(Role.OUTPUTS, topology.outputs(provider.id()), properties.slots(),
                message -> on(message, slots));
    }

    private void on(Message message, Semaphore slots) {
        var jobs = Messages.decode(message.getBody(), StoreOutputs.class).jobIds();
        // Whoever had this message before is gone.
        boolean anyway = Boolean.TRUE.equals(message.getMessageProperties().isRedelivered());
        together.each(jobs, it -> store(it, anyway, slots));
    }

    /** Takes it only when it has a slot. No transaction and no connection is held in here. */
    private void store(JobId id, boolean anyway, Semaphore slots) {
        slots.acquireUninterruptibly();
        try {
            var lease = properties.copyTimeout().plus(COMMIT_TIME);
            // What was taken when the answer to its commit got lost is ours.
            var again = new AtomicBoolean(anyway);
            patience.untilDone(() -> taken.call(new JobChanges.Copying(id, lease, again.getAndSet(true))))
                    .ifPresent(job -> {
                        try (var _ = JobLog.of(job.fence(), job.provider())) {
                            store(job);
                        }
                    });
        } finally {
            slots.release();
        }
    }

    private void store(UnstoredJob job) {
        var outputs = new ArrayList<>(job.outputs());
        for (int i = 0; i < outputs.size(); i++) {
            if (outputs.get(i) instanceof ProducedOutput.Hosted hosted) {
                try {
                    outputs.set(i, files.copy(job.fence(), i, hosted, key(job, hosted.url())));
                } catch (OutputStoreException e) {
                    requireRunning(e);
                    log.warn("the store does not take an output, the job waits for it: {}", e.getMessage());
                    later(job, outputs, "store", PAUSE_OF_STORE, false);
                    return;
                } catch (DownloadFailed | NotAFile e) {
                    requireRunning(e);
                    notHad(job, outputs, hosted.url(), e);
                    return;
                }
            }
        }
        boolean first = patience.untilDone(() -> done.call(new JobChanges.Done(job.fence(), null, outputs)));
        if (!first) {
            log.info("the job was settled while its outputs were copied");
            files.drop(job.fence(), outputs);
        }
    }

    /** A read that is interrupted looks like a broken connection. */
    private static void requireRunning(RuntimeException failure) {
        if (Thread.currentThread().isInterrupted()) {
            throw new Stopping(failure);
        }
    }

    /** Without one where there is none any more: most files need none. */
    private Optional<Download.KeyHeader> key(UnstoredJob job, URI file) {
        try {
            return adapters.find(job.provider())
                    .flatMap(it -> it.fileKey(file, patience.untilDone(() -> keys.keyFor(job.user(), job.provider()))))
                    .map(it -> new Download.KeyHeader(it.name(), it.value()));
        } catch (ProviderException e) {
            log.debug("there is no key to fetch a file with", e);
            return Optional.empty();
        }
    }

    private void notHad(UnstoredJob job, List<ProducedOutput> outputs, URI file, RuntimeException failure) {
        boolean gone = isGone(failure);
        boolean final_ = failure instanceof DownloadFailed.TooLarge || job.overdue()
                || (gone && job.tries() >= properties.goneAfter());
        if (!final_) {
            log.warn("an output could not be copied at the {}. try, another one follows: {}", job.tries(),
                    failure.getMessage());
            later(job, outputs, gone ? "gone" : "unreachable", backOff(job.tries()), true);
            return;
        }
        var said = new JobFailure(FailureKind.OUTPUT_UNAVAILABLE, "The provider finished, but what it made could not"
                + " be fetched. " + failure.getMessage() + shown(file));
        patience.untilDone(() -> changes.unavailable(job.fence(), said));
        counted("given up");
        files.drop(job.fence(), outputs);
    }

    private void later(UnstoredJob job, List<ProducedOutput> outputs, String why, Duration pause, boolean counts) {
        counted(why);
        boolean waits = patience.untilDone(() -> changes.stillStoring(job.fence(), outputs, pause, counts));
        if (!waits) {
            files.drop(job.fence(), outputs);
        }
    }

    private void counted(String why) {
        meters.counter("atelier.outputs.failures", "reason", why).increment();
    }

    /** The host was reached, and says no. */
    private static boolean isGone(RuntimeException failure) {
        return switch (failure) {
            case DownloadFailed.NotFound _,DownloadFailed.Refused _ -> true;
            case DownloadFailed.UnexpectedStatus it -> !it.isTemporary();
            default -> false;
        };
    }

    /** An address with a query often lets in whoever knows it, so it is not shown. */
    private static String shown(URI file) {
        return file.getRawQuery() == null && file.getRawUserInfo() == null && file.getRawFragment() == null
                ? " It was at " + file + "."
                : " Its host is " + file.getHost() + ".";
    }

    /** Between half and all of a time that doubles: a herd that failed together does not return together. */
    private Duration backOff(int tries) {
        var longest = SHORTEST_PAUSE.multipliedBy(1L << Math.clamp(tries - 1, 0, 10));
        long millis = longest.compareTo(LONGEST_PAUSE) < 0 ? longest.toMillis() : LONGEST_PAUSE.toMillis();
        return Duration.ofMillis(millis - random.nextLong(millis / 2));
    }
}
