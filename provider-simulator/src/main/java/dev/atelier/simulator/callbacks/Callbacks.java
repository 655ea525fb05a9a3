package dev.atelier.simulator.callbacks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.annotation.PreDestroy;

import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.Timeout;
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
    private static final ContentType JSON = ContentType.create("application/json");
    private static final Timeout CONNECT = Timeout.ofSeconds(5);

    private final CallbackProperties properties;
    private final CloseableHttpClient client;
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1,
            Thread.ofPlatform().daemon().name("callback-clock").factory(),
            new ThreadPoolExecutor.DiscardPolicy());
    private final Lanes<Pending> lanes;
    private volatile Round round = new Round();

    Callbacks(CallbackProperties properties) {
        this.properties = properties;
        this.client = client(properties);
        this.lanes = new Lanes<>(properties.inFlightPerTarget(), this::attempt);
        clock.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    private static CloseableHttpClient client(CallbackProperties properties) {
        var answer = Timeout.of(properties.timeout());
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                        .setMaxConnTotal(Integer.MAX_VALUE)
                        .setMaxConnPerRoute(properties.inFlightPerTarget())
                        .setDefaultConnectionConfig(
                                ConnectionConfig.custom().setConnectTimeout(CONNECT).setSocketTimeout(answer).build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(answer)
                        .setProtocolUpgradeEnabled(false)
                        .build())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .build();
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
        client.close(CloseMode.IMMEDIATE);
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
        }
        var held = pending.round.held(callback.provider());
        for (var next = held.poll(); next != null; next = held.poll()) {
            enqueue(next);
        }
    }

    private int post(Callback callback) throws IOException {
        var letter = callback.rendering().render();
        var request = new HttpPost(callback.target());
        request.setEntity(new ByteArrayEntity(letter.json().getBytes(StandardCharsets.UTF_8), JSON));
        letter.headers().forEach(request::setHeader);
        return client.execute(request, response -> {
            EntityUtils.consume(response.getEntity());
            return response.getCode();
        });
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
