package dev.atelier.benchmark.speed.provider;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
    private static final long CALLS_BACK_AFTER_MILLIS = 50;
    private static final URI OUTPUT = URI.create("http://127.0.0.1/files/1.png");

    private final Nudges nudges;
    private final ScheduledExecutorService clock = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("in-process-provider").factory());

    InProcessProvider(Nudges nudges) {
        this.nudges = nudges;
    }

    @Override
    public ProviderId provider() {
        return ID;
    }

    @Override
    public ProviderUpdate generate(ProviderCall call) {
        var id = new ProviderJobId("bench-" + UUID.randomUUID());
        var _ = clock.schedule(() -> callBack(call.job(), id), CALLS_BACK_AFTER_MILLIS, TimeUnit.MILLISECONDS);
        return new ProviderUpdate.Processing(id, null);
    }

    /** Nobody waits for its confirm here, as a provider does: one that is lost is found by the job's check. */
    private void callBack(JobId job, ProviderJobId id) {
        nudges.webhook(new WebhookReceived(ID, job, id.value(), Map.of("content-type", "application/json"), id.value(),
                Instant.now())).exceptionally(failure -> {
                    log.warn("a callback was not published; the job's check finds the result", failure);
                    return null;
                });
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
