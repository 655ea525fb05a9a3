package dev.atelier.worker.queue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** One thing for each of many at the same time, so that they share what can be shared, such as a commit. */
@Component
public class Together {
    private final boolean inOrder;

    @Autowired
    Together() {
        this(false);
    }

    /** @param inOrder one after the other on the caller's thread: for a simulation, which decides who runs when */
    public Together(boolean inOrder) {
        this.inOrder = inOrder;
    }

    /**
     * Returns when all are done, each on a virtual thread of its own; a lone one is done by the caller.
     *
     * @throws Stopping         when the caller is interrupted; the others are interrupted then
     * @throws RuntimeException of the first that failed, after the others have ended
     */
    public <T> void each(Collection<T> items, Consumer<T> work) {
        if (items.size() == 1) {
            work.accept(items.iterator().next());
        } else if (inOrder) {
            oneAfterTheOther(items, work);
        } else {
            atTheSameTime(items, work);
        }
    }

    private static <T> void oneAfterTheOther(Collection<T> items, Consumer<T> work) {
        var failures = new ArrayList<RuntimeException>();
        for (var it : items) {
            try {
                work.accept(it);
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
    }

    private static <T> void atTheSameTime(Collection<T> items, Consumer<T> work) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = items.stream().map(it -> threads.submit(() -> work.accept(it))).toList();
            running.forEach(Together::await);
        }
    }

    private static void await(Future<?> one) {
        try {
            one.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Stopping(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException it ? it : new IllegalStateException(e.getCause());
        }
    }
}
