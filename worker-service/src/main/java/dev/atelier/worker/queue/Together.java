package dev.atelier.worker.queue;

import java.util.Collection;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** One thing for each of many at the same time, so that they share what can be shared, such as a commit. */
public final class Together {
    private Together() {}

    /**
     * Returns when all are done, each on a virtual thread of its own; a lone one is done by the caller.
     *
     * @throws Stopping         when the caller was interrupted; the others were interrupted then
     * @throws RuntimeException of the first that failed, after all have ended
     */
    public static <T> void each(Collection<T> items, Consumer<T> work) {
        if (items.size() == 1) {
            work.accept(items.iterator().next());
            return;
        }
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
