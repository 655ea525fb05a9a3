package dev.atelier.worker.queue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(30)
class TogetherTest {
    private final Together together = new Together(false);

    @Test
    void all_are_at_work_at_the_same_time() {
        var barrier = new CyclicBarrier(3);
        Set<Integer> done = ConcurrentHashMap.newKeySet();
        together.each(List.of(1, 2, 3), it -> {
            try {
                barrier.await(20, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            done.add(it);
        });
        assertThat(done).containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    void a_lone_one_is_done_by_the_caller() {
        var thread = new AtomicReference<Thread>();
        together.each(List.of(1), _ -> thread.set(Thread.currentThread()));
        assertThat(thread).hasValue(Thread.currentThread());
    }

    @Test
    void one_that_fails_is_told_when_the_others_have_ended() {
        var others = new CountDownLatch(2);
        var afterwards = new CompletableFuture<Void>();
        assertThatThrownBy(() -> together.each(List.of(1, 2, 3), it -> {
            if (it == 1) {
                afterwards.completeOnTimeout(null, 300, TimeUnit.MILLISECONDS);
                throw new IllegalArgumentException("1 is bad");
            }
            afterwards.join();
            others.countDown();
        })).isInstanceOf(IllegalArgumentException.class).hasMessage("1 is bad");
        assertThat(others.getCount()).isZero();
    }

    @Test
    void in_order_they_are_done_one_after_the_other_by_the_caller_and_a_bad_one_holds_up_none() {
        var done = new ArrayList<Integer>();
        var threads = new HashSet<Thread>();
        assertThatThrownBy(() -> new Together(true).each(List.of(1, 2, 3), it -> {
            threads.add(Thread.currentThread());
            done.add(it);
            if (it == 2) {
                throw new IllegalArgumentException("2 is bad");
            }
        })).hasMessage("2 is bad");
        assertThat(done).containsExactly(1, 2, 3);
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void a_caller_that_is_interrupted_stops_them_all() throws InterruptedException {
        var started = new CountDownLatch(2);
        var interrupted = new CountDownLatch(2);
        var thrown = new AtomicReference<Throwable>();
        var caller = Thread.ofVirtual().start(() -> {
            try {
                together.each(List.of(1, 2), _ -> {
                    started.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                    }
                });
            } catch (RuntimeException e) {
                thrown.set(e);
            }
        });
        started.await();
        caller.interrupt();
        caller.join();
        assertThat(interrupted.getCount()).isZero();
        assertThat(thrown.get()).isInstanceOf(Stopping.class);
    }
}
