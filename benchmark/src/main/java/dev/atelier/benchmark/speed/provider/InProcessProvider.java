package dev.atelier.benchmark.speed.provider;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.atelier.catalog.ProviderId;
import dev.atelier.credential.Secret;
import dev.atelier.job.JobId;
import dev.atelier.job.ProviderJobId;
import dev.atelier.messaging.Nudges;
import dev.atelier.output.OutputType;
import dev.atelier.output.ProducedOutput;
import dev.atelier.webhook.WebhookReceived;
import dev.atelier.worker.provider.CallbackReading;
import dev.atelier.worker.provider.ProviderAdapter;
import dev.atelier.worker.provider.ProviderCall;
import dev.atelier.worker.provider.ProviderJob;
import dev.atelier.worker.provider.ProviderUpdate;

/** Answers each submission at once and calls back a moment later: what is left is the worker, its database and its broker. */
final class InProcessProvider implements ProviderAdapter, AutoCloseable {
    static final ProviderId ID = new ProviderId("bench");

    private static final Logger log = LoggerFactory.getLogger(InProcessProvider.class);
    /** As no real callback does, one that came with the answer would save the worker a change of state. */
    private static final long CALLS_BACK_AFTER_NANOS = 50_000_000;
    private static final URI OUTPUT = URI.create("http://127.0.0.1/files/1.png");

    private static final long LOOK_EVERY_MILLIS = 5;

    private final Nudges nudges;
    private final ScheduledExecutorService clock = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("in-process-provider").factory());
    private final Queue<Due> due = new ConcurrentLinkedQueue<>();

    private record Due(JobId job, ProviderJobId id, long atNanos) {}

    InProcessProvider(Nudges nudges) {
        this.nudges = nudges;
        var _ = clock.scheduleWithFixedDelay(this::callBack, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    @Override
    public ProviderId provider() {
        return ID;
    }

    @Override
    public ProviderUpdate generate(ProviderCall call) {
        var id = new ProviderJobId("bench-" + call.job());
        due.add(new Due(call.job(), id, System.nanoTime() + CALLS_BACK_AFTER_NANOS));
        return new ProviderUpdate.Processing(id, null);
    }

    /** As the API's door does with those that come at the same time. A callback that is lost is found by the job's check. */
    private void callBack() {
        var now = new ArrayList<WebhookReceived>();
        for (var next = due.peek(); next != null && next.atNanos() - System.nanoTime() <= 0; next = due.peek()) {
            due.remove();
            now.add(new WebhookReceived(ID, next.job(), next.id().value(), Map.of("content-type", "application/json"),
                    next.id().value(), Instant.now()));
        }
        nudges.webhooks(now).forEach(it -> it.exceptionally(failure -> {
            log.warn("a callback was not published; the job's check finds the result", failure);
            return null;
        }));
    }

    @Override
    public ProviderUpdate check(ProviderJob job, Secret key) {
        return completed(job.id());
    }

    @Override
    public CallbackReading callback(WebhookReceived event) {
        var id = new ProviderJobId(event.body());
        return new CallbackReading.Settled(id, completed(id));
    }

    private static ProviderUpdate completed(ProviderJobId id) {
        return new ProviderUpdate.Completed(id,
                List.of(new ProducedOutput.Hosted(OutputType.IMAGE, OUTPUT, "image/png", null)));
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
