package dev.atelier.batch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.atelier.persistence.DatabaseOutage;

/**
 * Makes one call of many that come at the same time (group commit). A lone call goes through at once: no timer waits for
 * company. While the work is busy, the calls that come gather, and go through together when it is free.
 *
 * <p>Under load, where a batch was of several, the next one is given time for as many to come: a call of the work costs nearly the
 * same for one as for ten. It goes when there are as many, when none has come for as long as the last batch took (a millisecond at
 * least), and at the latest after eight times that; a call after such a silence goes at once. With 32 it goes in any case: of so many
 * the call itself is a small part, and to wait until all callers are there again would be to have them idle during the work, and the
 * work idle while they are at theirs.
 *
 * <p>While a batch is at work, what comes waits for its end: a second one beside it would be two halves, and cost as much as two. Only
 * when {@value #PLENTY} wait does the next one go beside it, if it may: from there on a larger batch saves nothing, and to wait would
 * leave processors idle while the batch at work waits for the disk.
 *
 * <p>When a batch fails, its halves are tried apart, until the bad item is alone with its failure and all others are done; but a
 * database that is away fails them all at once. Work must be harmless when it is repeated, as anything is whose commit may be in
 * doubt, and it runs on threads of the batcher: never within the caller's transaction.
 *
 * @param <T> what is asked
 * @param <R> what is answered
 */
public final class Batcher<T, R> implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Batcher.class);
    private static final Duration LAST_WORK = Duration.ofSeconds(10);
    private static final long LOOK_MILLIS = 200;
    private static final int REST = 8;
    private static final int ENOUGH = 32;
    private static final int PLENTY = 100;
    /** What takes less costs as much at both ends of the connection. */
    private static final long LEAST_WORK = 1_000_000;

    private final String name;
    private final Limits limits;
    private final Work<T, R> work;
    private final IntConsumer sizes;
    private final BlockingQueue<Entry<T, R>> waiting;
    private final List<Thread> threads;
    /** Held by the thread that takes the next batch; the others are at work or wait for their turn. */
    private final ReentrantLock turn = new ReentrantLock();
    private final AtomicInteger atWork = new AtomicInteger();
    private volatile @Nullable Thread gathering;
    private volatile Last last = new Last(1, 0, System.nanoTime(), System.nanoTime());
    private volatile boolean closed;

    /**
     * What is done with many at once.
     *
     * @param <T> what is asked
     * @param <R> what is answered
     */
    @FunctionalInterface
    public interface Work<T, R> {
        /** One answer for each, in their order; or a failure, and then nothing was done for any of them. */
        List<R> on(List<T> items);
    }

    /**
     * How much at once.
     *
     * @param batch   items in one call of the work
     * @param atOnce  calls of the work at the same time, at most; 0 for calls on the caller's own thread, each with its one item
     * @param waiting items that may wait; with more, {@link #call} fails at once
     * @param rest    for how long, at most, a batch is given time to grow; zero for never
     */
    public record Limits(int batch, int atOnce, int waiting, Duration rest) {
        public Limits {
            if (batch < 1 || atOnce < 0 || waiting < 1 || rest.isNegative()) {
                throw new IllegalArgumentException(
                        "batch and waiting are positive and atOnce and rest are not negative, not "
                                + batch + ", " + waiting + ", " + atOnce + ", " + rest);
            }
        }
    }

    /**
     * The last batch.
     *
     * @param enough with so many the next one goes
     * @param took   nanoseconds, a millisecond at least
     * @param silent by {@link System#nanoTime}; what comes later goes at once
     * @param rested by {@link System#nanoTime}, when the next one goes at the latest
     */
    private record Last(int enough, long took, long silent, long rested) {}

    private record Entry<T, R>(T item, CompletableFuture<R> outcome) {}

    /** @param sizes is told the size of each batch */
    Batcher(String name, Limits limits, IntConsumer sizes, Work<T, R> work) {
        this.name = name;
        this.limits = limits;
        this.work = work;
        this.sizes = sizes;
        waiting = new LinkedBlockingQueue<>(limits.waiting());
        threads = IntStream.rangeClosed(1, limits.atOnce())
                .mapToObj(it -> Thread.ofVirtual().name(name + "-" + it).start(this::serve))
                .toList();
    }

    /**
     * Waits until it is done.
     *
     * @return the work's answer for this item; what the work threw for it is thrown here
     * @throws Overloaded            when too many wait already, or this is closed: it was not done
     * @throws CancellationException when the thread is interrupted: it may be done or not
     */
    public R call(T item) {
        if (threads.isEmpty()) {
            return work.on(List.of(item)).getFirst();
        }
        var entry = new Entry<T, R>(item, new CompletableFuture<>());
        if (closed || !waiting.offer(entry)) {
            throw new Overloaded(closed
                    ? name + " is closed"
                    : "already " + limits.waiting() + " wait for " + name);
        }
        var gatherer = gathering;
        if (gatherer != null && isEnough()) {
            LockSupport.unpark(gatherer);
        }
        if (closed && waiting.remove(entry)) {
            throw new Overloaded(name + " is closed");
        }
        try {
            return entry.outcome.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException it ? it : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            entry.outcome.cancel(false);
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for " + name);
        }
    }

    /** What waits is done; nothing more is taken. A second call does nothing. */
    @Override
    public void close() {
        closed = true;
        try {
            for (var thread : threads) {
                if (!thread.join(LAST_WORK)) {
                    thread.interrupt();
                }
            }
        } catch (InterruptedException e) {
            threads.forEach(Thread::interrupt);
            Thread.currentThread().interrupt();
        }
        for (var left = waiting.poll(); left != null; left = waiting.poll()) {
            left.outcome.completeExceptionally(new Overloaded(name + " is closed"));
        }
    }

    /** How many wait now. */
    int waiting() {
        return waiting.size();
    }

    /** Whether it gives a batch time to grow. */
    boolean isGathering() {
        return gathering != null;
    }

    private void serve() {
        try {
            while (true) {
                var batch = next();
                if (!batch.isEmpty()) {
                    work(batch);
                } else if (closed && waiting.isEmpty()) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            log.debug("{} was interrupted while closing", name, e);
        }
    }

    /** What is to be done now; empty when nothing came for a while, or whose callers have gone. */
    private List<Entry<T, R>> next() throws InterruptedException {
        turn.lockInterruptibly();
        try {
            var batch = new ArrayList<Entry<T, R>>();
            var first = closed ? waiting.poll() : waiting.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            if (first != null) {
                gather();
                batch.add(first);
                waiting.drainTo(batch, limits.batch() - 1);
                // Whose caller has gone, is not done.
                batch.removeIf(it -> it.outcome.isDone());
            }
            return batch;
        } finally {
            turn.unlock();
        }
    }

    private void work(List<Entry<T, R>> batch) {
        atWork.incrementAndGet();
        try {
            run(batch);
        } finally {
            atWork.decrementAndGet();
            var gatherer = gathering;
            if (gatherer != null) {
                LockSupport.unpark(gatherer);
            }
        }
    }

    private void gather() {
        gathering = Thread.currentThread();
        while (atWork.get() > 0 && isWorthWaiting()) {
            LockSupport.park(this);
        }
        var pace = last;
        boolean isDense = System.nanoTime() - pace.silent < 0;
        for (int before = -1; isDense && waiting.size() > before && isWorthWaiting(pace.rested);) {
            before = waiting.size();
            long until = System.nanoTime() + pace.took;
            pause(until - pace.rested < 0 ? until : pace.rested);
        }
        gathering = null;
    }

    /** A parked thread may be woken for nothing: the work leaves such wakes behind. */
    private void pause(long until) {
        while (isWorthWaiting(until)) {
            LockSupport.parkNanos(this, until - System.nanoTime());
        }
    }

    /** An interrupted thread goes on with what it has taken, and ends when it comes for more. */
    private boolean isWorthWaiting(long until) {
        return until - System.nanoTime() > 0 && isWorthWaiting();
    }

    private boolean isWorthWaiting() {
        return !isEnough() && !closed && !Thread.currentThread().isInterrupted();
    }

    /** With the one that was taken already. */
    private boolean isEnough() {
        return waiting.size() + 1 >= (atWork.get() > 0 ? PLENTY : last.enough);
    }

    /** Before its callers have their answers, and come again. */
    private void note(int size, long took) {
        long work = Math.max(took, LEAST_WORK);
        long rest = size == 1 ? 0 : Math.min(REST * work, limits.rest().toNanos());
        long now = System.nanoTime();
        last = new Last(Math.min(size, ENOUGH), work, now + work, now + rest);
    }

    private void run(List<Entry<T, R>> batch) {
        if (batch.isEmpty()) {
            return;
        }
        try {
            sizes.accept(batch.size());
            long start = System.nanoTime();
            var answers = work.on(batch.stream().map(Entry::item).toList());
            note(batch.size(), System.nanoTime() - start);
            if (answers.size() != batch.size()) {
                throw new IllegalStateException(name + " gave " + answers.size() + " answers for " + batch.size());
            }
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).outcome.complete(answers.get(i));
            }
        } catch (RuntimeException e) {
            if (batch.size() == 1 || DatabaseOutage.isMeantBy(e)) {
                batch.forEach(it -> it.outcome.completeExceptionally(e));
            } else {
                log.debug("a batch of {} of {} failed, its halves are tried apart", batch.size(), name, e);
                run(batch.subList(0, batch.size() / 2));
                run(batch.subList(batch.size() / 2, batch.size()));
            }
        } catch (Error e) {
            batch.forEach(it -> it.outcome.completeExceptionally(e));
            throw e;
        }
    }
}
