package dev.atelier.batch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import dev.atelier.batch.Batcher.Limits;
import dev.atelier.batch.Batcher.Work;

/**
 * Opens the batchers of this process, measures their batches ({@code atelier.batch.size}), and closes them when it is closed
 * itself.
 */
public final class Batchers implements AutoCloseable {
    /** In larger batches an item costs no less, and its caller waits longer. */
    private static final Limits USUAL = new Limits(250, 3, 10_000, Duration.ofMillis(50));
    private static final Limits DIRECT = new Limits(1, 0, 1, Duration.ZERO);

    private final @Nullable MeterRegistry meters;
    private final Limits limits;
    private final List<Batcher<?, ?>> opened = new ArrayList<>();

    public Batchers(MeterRegistry meters) {
        this(meters, USUAL);
    }

    private Batchers(@Nullable MeterRegistry meters, Limits limits) {
        this.meters = meters;
        this.limits = limits;
    }

    /** Those whose work runs on the caller's own thread, item by item: for a test that decides who runs when. */
    public static Batchers direct() {
        return new Batchers(null, DIRECT);
    }

    /** @param name in metrics, logs and errors, such as {@code job-accept} */
    public synchronized <T, R> Batcher<T, R> open(String name, Work<T, R> work) {
        var batcher = new Batcher<>(name, limits, size -> {
            if (meters != null) {
                DistributionSummary.builder("atelier.batch.size").tag("of", name).register(meters).record(size);
            }
        }, work);
        opened.add(batcher);
        return batcher;
    }

    @Override
    public synchronized void close() {
        opened.forEach(Batcher::close);
        opened.clear();
    }
}
