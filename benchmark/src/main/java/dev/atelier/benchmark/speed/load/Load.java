package dev.atelier.benchmark.speed.load;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** POSTs that do not wait for each other: each has its moment, and is late when the answers before it were. */
public final class Load {
    private final URI base;
    private final List<byte[]> requests;
    private final int lanes;
    private final int expected;

    /**
     * @param requests sent in turn, over and over
     * @param lanes    connections
     * @param expected the status of a good answer
     */
    public Load(URI base, List<Post> requests, int lanes, int expected) {
        this.base = base;
        this.requests = requests.stream().map(it -> Lane.post(base, it.path(), it.headers(), it.json())).toList();
        this.lanes = lanes;
        this.expected = expected;
    }

    public record Post(String path, Map<String, String> headers, String json) {}

    /** When a request goes out. */
    @FunctionalInterface
    public interface Pace {
        /** Returns when the request of this number may go, with its moment by {@link System#nanoTime}; negative: no more. */
        long await(long number) throws InterruptedException;
    }

    /** So many a second for so long, whether or not they are answered. */
    public static Pace fixed(double perSecond, Duration time) {
        long start = System.nanoTime();
        long all = (long) (perSecond * time.toNanos() / 1e9);
        return number -> {
            if (number >= all) {
                return -1;
            }
            long due = start + (long) (number / perSecond * 1e9);
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            return due;
        };
    }

    /**
     * @return milliseconds from the moment at which each was due until its answer was read
     * @throws IllegalStateException when an answer is not as expected
     */
    public List<Double> run(Pace pace) throws InterruptedException {
        var numbers = new AtomicLong();
        try (var threads = Executors.newFixedThreadPool(lanes,
                Thread.ofPlatform().daemon().name("lane-", 0).factory())) {
            var running = new ArrayList<Future<List<Double>>>();
            for (int i = 0; i < lanes; i++) {
                running.add(threads.submit(() -> lane(pace, numbers)));
            }
            var took = new ArrayList<Double>();
            for (var it : running) {
                took.addAll(it.get());
            }
            return took;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the load broke off: " + e.getCause(), e);
        }
    }

    private List<Double> lane(Pace pace, AtomicLong numbers) throws IOException, InterruptedException {
        var took = new ArrayList<Double>();
        try (var lane = new Lane(base)) {
            while (true) {
                long number = numbers.getAndIncrement();
                long due = pace.await(number);
                if (due < 0) {
                    return took;
                }
                int status = lane.send(requests.get((int) (number % requests.size())));
                if (status != expected) {
                    throw new IOException("answered %d instead of %d".formatted(status, expected));
                }
                took.add((System.nanoTime() - due) / 1e6);
            }
        }
    }
}
