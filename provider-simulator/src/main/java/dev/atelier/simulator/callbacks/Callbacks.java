package dev.atelier.simulator.callbacks;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.annotation.PreDestroy;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import dev.atelier.simulator.faults.Fate;

/** Sends callbacks when they are due: one thread keeps the time, and virtual threads do the talking. */
@Component
public class Callbacks {

    private static final Logger log = LoggerFactory.getLogger(Callbacks.class);
    /** A callback that waits for another one to overtake it does not wait longer than this. */
    private static final Duration LONGEST_HOLD = Duration.ofMillis(500);

    private final CallbackProperties properties;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(5))
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1,
            Thread.ofPlatform().daemon().name("callback-clock").factory(),
            new ThreadPoolExecutor.DiscardPolicy());
    private final Lanes<Pending> lanes;
    private volatile Round round = new Round();

    Callbacks(CallbackProperties properties) {
        this.properties = properties;
        this.lanes = new Lanes<>(properties.inFlightPerTarget(), this::attempt);
        clock.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Sends it after this delay, unless its fate is another one. */
    public void plan(Callback callback, Duration delay, Fate fate) {
        if (fate.callbackLost()) {
            log.info("{} task {}: its callback gets lost", callback.provider(), callback.taskId());
            return;
        }
        var when = fate.callbackLate() ? delay.plus(fate.faults().callbackLateBy()) : delay;
        plan(callback, when, fate.callbackReordered());
        if (fate.callbackDoubled()) {
            plan(callback, when, false);
        }
    }

    /** The first attempt is over when this returns. */
    public void sendNow(Callback callback, Fate fate) {
        if (fate.callbackLost()) {
            log.info("{} task {}: its callback gets lost", callback.provider(), callback.taskId());
            return;
        }
        var pending = open(callback);
        if (pending != null) {
            attempt(pending);
        }
        if (fate.callbackDoubled()) {
            plan(callback, Duration.ZERO, false);
        }
    }

    /** What is planned is not sent any more; what is on its way still arrives. */
    public void forget() {
        round = new Round();
        clock.getQueue().clear();
    }

    @PreDestroy
    void stop() {
        forget();
        clock.shutdownNow();
        client.shutdownNow();
    }

    private void plan(Callback callback, Duration delay, boolean overtaken) {
        var pending = open(callback);
        if (pending != null) {
            after(delay, () -> {
                if (overtaken) {
                    hold(pending);
                } else {
                    enqueue(pending);
                }
            });
        }
    }

    private @Nullable Pending open(Callback callback) {
        var current = round;
        if (current.open.incrementAndGet() > properties.maxWaiting()) {
            current.open.decrementAndGet();
            log.warn("{} task {}: {} callbacks wait already, so this one is lost", callback.provider(),
                    callback.taskId(), properties.maxWaiting());
            return null;
        }
        return new Pending(callback, 1, current);
    }

    private void after(Duration delay, Runnable step) {
        var _ = clock.schedule(step, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void hold(Pending pending) {
        var held = pending.round.held(pending.callback.provider());
        held.add(pending);
        after(LONGEST_HOLD, () -> {
            if (held.remove(pending)) {
                enqueue(pending);
            }
        });
    }

    private void enqueue(Pending pending) {
        lanes.add(pending.callback.target().getRawAuthority(), pending);
    }

    private void attempt(Pending pending) {
        if (pending.round != round) {
            return;
        }
        var callback = pending.callback;
        try {
            var status = post(callback);
            if (status >= 200 && status < 300) {
                log.info("{} task {}: callback delivered, attempt {}", callback.provider(), callback.taskId(),
                        pending.attempt);
                pending.round.open.decrementAndGet();
            } else {
                failed(pending, "answered " + status);
            }
        } catch (IOException | RuntimeException e) {
            failed(pending, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failed(pending, "interrupted");
        }
        var held = pending.round.held(callback.provider());
        for (var next = held.poll(); next != null; next = held.poll()) {
            enqueue(next);
        }
    }

    private int post(Callback callback) throws IOException, InterruptedException {
        var letter = callback.rendering().render();
        var request = HttpRequest.newBuilder(callback.target())
                .timeout(properties.timeout())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(letter.json()));
        letter.headers().forEach(request::header);
        return client.send(request.build(), BodyHandlers.discarding()).statusCode();
    }

    private void failed(Pending pending, String why) {
        var callback = pending.callback;
        if (pending.attempt < callback.attempts()) {
            log.info("{} task {}: callback failed, attempt {} of {} ({}), again in {}", callback.provider(),
                    callback.taskId(), pending.attempt, callback.attempts(), why, callback.pause());
            after(callback.pause(),
                    () -> enqueue(new Pending(callback, pending.attempt + 1, pending.round)));
        } else {
            log.info("{} task {}: callback failed, attempt {} of {} ({}), given up", callback.provider(),
                    callback.taskId(), pending.attempt, callback.attempts(), why);
            pending.round.open.decrementAndGet();
        }
    }

    private record Pending(Callback callback, int attempt, Round round) {}

    /** What was planned between two resets. */
    private static final class Round {

        private final AtomicInteger open = new AtomicInteger();
        private final Map<String, Queue<Pending>> held = new ConcurrentHashMap<>();

        Queue<Pending> held(String provider) {
            return held.computeIfAbsent(provider, name -> new ConcurrentLinkedQueue<>());
        }
    }
}
