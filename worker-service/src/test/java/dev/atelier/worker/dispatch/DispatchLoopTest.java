package dev.atelier.worker.dispatch;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import dev.atelier.worker.Role;
import dev.atelier.worker.WorkerProperties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class DispatchLoopTest {
    private static final Duration SHORTLY = Duration.ofMillis(200);

    private final LinkedBlockingQueue<Integer> looks = new LinkedBlockingQueue<>();
    private final AtomicInteger atWork = new AtomicInteger();

    @Test
    void the_next_look_begins_when_the_last_one_has_ended() throws InterruptedException {
        var mayEnd = new Semaphore(0);
        var loop = new DispatchLoop(() -> {
            looks.add(atWork.incrementAndGet());
            mayEnd.acquireUninterruptibly();
            atWork.decrementAndGet();
            return Duration.ZERO;
        }, properties(EnumSet.allOf(Role.class)));
        loop.start();
        for (int i = 0; i < 3; i++) {
            assertThat(looks.poll(10, TimeUnit.SECONDS)).as("looks at the same time").isEqualTo(1);
            await().during(SHORTLY).until(looks::isEmpty);
            mayEnd.release();
        }
        mayEnd.release(Integer.MAX_VALUE / 2);
        loop.stop();
    }

    @Test
    void the_pause_is_the_one_that_the_last_look_asked_for() {
        var loop = new DispatchLoop(() -> {
            looks.add(1);
            return looks.size() == 1 ? Duration.ZERO : Duration.ofHours(1);
        }, properties(EnumSet.allOf(Role.class)));
        loop.start();
        await().until(() -> looks.size() == 2);
        await().during(SHORTLY).until(() -> looks.size() == 2);
        loop.stop(); // does not wait for the hour
        assertThat(loop.isRunning()).isFalse();
    }

    @Test
    void a_look_that_breaks_is_not_the_last_one() {
        var loop = new DispatchLoop(() -> {
            looks.add(1);
            throw new IllegalStateException("broken, as this test wants it");
        }, properties(EnumSet.allOf(Role.class)));
        loop.start();
        await().until(() -> looks.size() > 1);
        loop.stop();
    }

    @Test
    void stopping_waits_for_the_look_that_is_under_way() throws InterruptedException {
        var gate = new CountDownLatch(1);
        var loop = new DispatchLoop(() -> {
            looks.add(1);
            try {
                gate.await();
            } catch (InterruptedException e) {
                looks.add(-1);
            }
            looks.add(2);
            return Duration.ofHours(1);
        }, properties(EnumSet.allOf(Role.class)));
        loop.start();
        assertThat(looks.poll(10, TimeUnit.SECONDS)).isEqualTo(1);
        var stopped = CompletableFuture.runAsync(loop::stop);
        await().during(SHORTLY).until(() -> !stopped.isDone());
        gate.countDown();
        assertThat(stopped).succeedsWithin(Duration.ofSeconds(10));
        assertThat(looks).containsExactly(2);
    }

    @Test
    void a_worker_without_the_role_does_not_look() throws InterruptedException {
        var loop = new DispatchLoop(() -> {
            looks.add(1);
            return Duration.ZERO;
        }, properties(EnumSet.of(Role.SUBMIT)));
        loop.start();
        assertThat(loop.isRunning()).isFalse();
        assertThat(looks.poll(200, TimeUnit.MILLISECONDS)).isNull();
        loop.stop();
    }

    private static WorkerProperties properties(Set<Role> roles) {
        return new WorkerProperties(roles, Set.of("*"), 500, Duration.ofMillis(10), Duration.ofSeconds(30),
                Duration.ofMinutes(3), Duration.ofSeconds(2), Duration.ofMinutes(5), 16, 64, Duration.ofSeconds(20));
    }
}
