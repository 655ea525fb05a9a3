package dev.atelier.batch;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.UncategorizedSQLException;

import dev.atelier.batch.Batcher.Limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class BatcherTest {
    private static final int BAD = -13;
    private static final Duration TOOK = Duration.ofSeconds(1);

    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final List<List<Integer>> batches = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch gate = new CountDownLatch(1);
    private volatile Duration takes = Duration.ZERO;
    private final Limits limits = new Limits(100, 1, 1000, Duration.ZERO);

    @AfterEach
    void end() {
        gate.countDown();
        callers.close();
    }

    @Test
    void a_lone_call_goes_through_at_once() {
        try (var batcher = new Batcher<>("test", limits, _ -> {}, this::squares)) {
            gate.countDown();
            assertThat(batcher.call(7)).isEqualTo(49);
        }
        assertThat(batches).containsExactly(List.of(7));
    }

    @Test
    void calls_that_come_while_the_work_is_busy_go_through_together_each_with_its_own_answer() {
        try (var batcher = new Batcher<>("test", limits, _ -> {}, this::squares)) {
            var first = calling(batcher, 0);
            await().until(() -> batches.size() == 1);
            var others = IntStream.rangeClosed(1, 250).mapToObj(it -> calling(batcher, it)).toList();
            await().until(() -> batcher.waiting() == 250);
            gate.countDown();
            assertThat(first.join()).isZero();
            for (int i = 0; i < others.size(); i++) {
                assertThat(others.get(i).join()).isEqualTo((i + 1) * (i + 1));
            }
        }
        assertThat(batches).extracting(List::size).containsExactly(1, 100, 100, 50);
    }

    @Test
    void after_a_batch_of_several_the_next_one_goes_when_as_many_are_there() {
        try (var batcher = batcherThatHasBeenBusy(3)) {
            // Nothing is at work, so each would go by itself.
            assertThat(goesWith(batcher, 3)).isEqualTo(3);
        }
        assertThat(batches).extracting(List::size).containsExactly(1, 3, 3);
    }

    @Test
    void after_a_batch_of_very_many_the_next_one_does_not_wait_for_as_many() {
        try (var batcher = batcherThatHasBeenBusy(64)) {
            assertThat(goesWith(batcher, 64)).isEqualTo(32);
        }
        assertThat(batches).extracting(List::size).containsExactly(1, 64, 32);
    }

    @Test
    void a_second_batch_goes_beside_the_one_at_work_only_when_very_many_wait() {
        try (var batcher = new Batcher<>("test", new Limits(250, 2, 1000, Duration.ZERO), _ -> {}, this::squares)) {
            var first = calling(batcher, 0);
            await().until(() -> batches.size() == 1);
            var others = new ArrayList<>(IntStream.rangeClosed(1, 99).mapToObj(it -> calling(batcher, it)).toList());
            // One of them is taken, by the thread that gathers.
            await().until(() -> batcher.isGathering() && batcher.waiting() == 98);
            assertThat(batches).hasSize(1);
            others.add(calling(batcher, 100));
            await().until(() -> batches.size() == 2);
            assertThat(batches.getLast()).hasSize(100);
            gate.countDown();
            assertThat(first.join()).isZero();
            assertThat(others).allSatisfy(it -> assertThat(it).succeedsWithin(Duration.ofSeconds(10)));
        }
    }

    @Test
    void what_waits_beside_a_batch_at_work_goes_when_that_ends() {
        try (var batcher = new Batcher<>("test", new Limits(250, 2, 1000, Duration.ZERO), _ -> {}, this::squares)) {
            var first = calling(batcher, 0);
            await().until(() -> batches.size() == 1);
            var second = calling(batcher, 2);
            await().until(batcher::isGathering);
            gate.countDown();
            assertThat(first).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(0);
            assertThat(second).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(4);
        }
        assertThat(batches).containsExactly(List.of(0), List.of(2));
    }

    /** Calls one by one, until they are answered. */
    private int goesWith(Batcher<Integer, Integer> batcher, int most) {
        var called = new ArrayList<CompletableFuture<Integer>>();
        while (called.size() < most && called.stream().noneMatch(CompletableFuture::isDone)) {
            int before = called.size();
            called.add(calling(batcher, before));
            await().pollInterval(Duration.ofMillis(2))
                    .until(() -> called.getLast().isDone() || batcher.isGathering() && batcher.waiting() == before);
        }
        assertThat(called).allSatisfy(it -> assertThat(it).succeedsWithin(Duration.ofSeconds(10)));
        return called.size();
    }

    @Test
    void a_call_after_a_batch_of_several_goes_alone_when_no_other_comes() {
        try (var batcher = batcherThatHasBeenBusy(3)) {
            assertThat(batcher.call(4)).isEqualTo(16);
        }
        assertThat(batches).extracting(List::size).containsExactly(1, 3, 1);
    }

    @Test
    void a_call_after_a_silence_goes_at_once() {
        try (var batcher = batcherThatHasBeenBusy(3)) {
            await().pollDelay(TOOK.plusMillis(1)).until(() -> true);
            assertThat(calling(batcher, 4)).succeedsWithin(TOOK.dividedBy(2)).isEqualTo(16);
        }
    }

    @Test
    void closing_does_not_wait_for_a_batch_to_grow() {
        var batcher = batcherThatHasBeenBusy(3);
        var lone = calling(batcher, 4);
        await().until(() -> batcher.isGathering() || lone.isDone());
        batcher.close();
        assertThat(lone).isCompletedWithValue(16);
    }

    /** With one, and then with so many at once, for as long as it then gives others time to come. */
    private Batcher<Integer, Integer> batcherThatHasBeenBusy(int together) {
        var batcher = new Batcher<>("test", new Limits(100, 1, 1000, Duration.ofMinutes(1)), _ -> {}, this::squares);
        var first = calling(batcher, 0);
        await().until(() -> batches.size() == 1);
        var others = IntStream.rangeClosed(1, together).mapToObj(it -> calling(batcher, it)).toList();
        await().until(() -> batcher.waiting() == together);
        takes = TOOK;
        gate.countDown();
        first.join();
        others.forEach(CompletableFuture::join);
        takes = Duration.ZERO;
        return batcher;
    }

    @Test
    void one_bad_item_fails_alone() {
        try (var batcher = new Batcher<>("test", limits, _ -> {}, this::squares)) {
            var first = calling(batcher, 0);
            await().until(() -> batches.size() == 1);
            var others = IntStream.rangeClosed(1, 40)
                    .mapToObj(it -> calling(batcher, it == 13 ? BAD : it))
                    .toList();
            await().until(() -> batcher.waiting() == 40);
            gate.countDown();
            first.join();
            for (int i = 1; i <= others.size(); i++) {
                if (i == 13) {
                    assertThat(others.get(i - 1)).failsWithin(Duration.ofSeconds(10))
                            .withThrowableThat()
                            .withMessageContaining("-13 is bad");
                } else {
                    assertThat(others.get(i - 1)).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(i * i);
                }
            }
        }
    }

    @Test
    void a_database_that_is_away_fails_all_of_them_and_is_not_asked_again_for_each() {
        var away = new UncategorizedSQLException("test", "select", new SQLException("away", "57P01"));
        try (var batcher = new Batcher<Integer, Integer>("test", limits, _ -> {}, items -> {
            squares(items);
            throw away;
        })) {
            var first = calling(batcher, 0);
            await().until(() -> batches.size() == 1);
            var others = IntStream.rangeClosed(1, 40).mapToObj(it -> calling(batcher, it)).toList();
            await().until(() -> batcher.waiting() == 40);
            gate.countDown();
            assertThat(first).failsWithin(Duration.ofSeconds(10));
            others.forEach(it -> assertThat(it).failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .havingRootCause()
                    .isInstanceOf(SQLException.class));
        }
        assertThat(batches).hasSize(2);
    }

    @Test
    void more_than_may_wait_are_refused_at_once() {
        try (var batcher = new Batcher<>("test", new Limits(100, 1, 5, Duration.ZERO), _ -> {}, this::squares)) {
            var first = calling(batcher, 0);
            await().until(() -> batches.size() == 1);
            var waiting = IntStream.rangeClosed(1, 5).mapToObj(it -> calling(batcher, it)).toList();
            await().until(() -> batcher.waiting() == 5);
            assertThatThrownBy(() -> batcher.call(6)).isInstanceOf(Overloaded.class).hasMessageContaining("5 wait");
            gate.countDown();
            assertThat(first.join()).isZero();
            waiting.forEach(CompletableFuture::join);
        }
    }

    @Test
    void what_nobody_waits_for_any_more_is_not_done() throws InterruptedException {
        try (var batcher = new Batcher<>("test", limits, _ -> {}, this::squares)) {
            var first = calling(batcher, 0);
            await().until(() -> batches.size() == 1);
            var interrupted = new CompletableFuture<Throwable>();
            var caller = Thread.ofVirtual().start(() -> {
                try {
                    batcher.call(5);
                } catch (CancellationException e) {
                    interrupted.complete(e);
                }
            });
            await().until(() -> batcher.waiting() == 1);
            caller.interrupt();
            caller.join();
            assertThat(interrupted).isCompleted();
            gate.countDown();
            first.join();
            assertThat(batcher.call(6)).isEqualTo(36);
        }
        assertThat(batches).doesNotContain(List.of(5));
    }

    @Test
    void closing_does_what_waits_and_takes_nothing_more() {
        var batcher = new Batcher<>("test", limits, _ -> {}, this::squares);
        var first = calling(batcher, 0);
        await().until(() -> batches.size() == 1);
        var waiting = IntStream.rangeClosed(1, 30).mapToObj(it -> calling(batcher, it)).toList();
        await().until(() -> batcher.waiting() == 30);
        var closing = CompletableFuture.runAsync(batcher::close, callers);
        gate.countDown();
        assertThat(closing).succeedsWithin(Duration.ofSeconds(10));
        assertThat(first).isCompleted();
        assertThat(waiting).allMatch(it -> it.join() >= 0);
        assertThatThrownBy(() -> batcher.call(1)).isInstanceOf(Overloaded.class).hasMessageContaining("closed");
    }

    @Test
    void without_threads_the_work_is_done_by_the_caller() {
        var threads = new ArrayList<Thread>();
        try (var batcher = Batchers.direct().<Integer, Integer>open("test", items -> {
            threads.add(Thread.currentThread());
            return items;
        })) {
            assertThat(batcher.call(3)).isEqualTo(3);
        }
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    private CompletableFuture<Integer> calling(Batcher<Integer, Integer> batcher, int item) {
        return CompletableFuture.supplyAsync(() -> batcher.call(item), callers);
    }

    /** Waits at the gate, so that a test decides when the work is busy. */
    private List<Integer> squares(List<Integer> items) {
        batches.add(List.copyOf(items));
        try {
            gate.await();
            Thread.sleep(takes); // nothing is waited for: how long a batch takes says how long the next one is given
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (items.contains(BAD)) {
            throw new IllegalArgumentException(items.size() == 1 ? "-13 is bad" : "one of them is bad");
        }
        return items.stream().map(it -> it * it).toList();
    }
}
