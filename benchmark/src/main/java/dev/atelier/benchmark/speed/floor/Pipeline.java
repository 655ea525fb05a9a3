package dev.atelier.benchmark.speed.floor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Three stages at once, each of several threads: insert, submit, complete. */
abstract class Pipeline {
    /** What a request is about as long as. */
    static final String PARAMS = "{\"prompt\": \"" + "x".repeat(460) + "\"}";
    static final String OUTPUT = "http://127.0.0.1/files/1.png";

    private final int threads;

    /** @param threads of each stage */
    Pipeline(int threads) {
        this.threads = threads;
    }

    /**
     * What is left to do in one stage: a thread takes some of it, and ends when there is none.
     */
    static final class Share {
        private final AtomicInteger left;

        Share(int jobs) {
            left = new AtomicInteger(jobs);
        }

        /** @return up to so many; 0 when nothing is left */
        int take(int most) {
            return Math.min(most, Math.max(0, left.getAndAdd(-most)));
        }

        boolean isOver() {
            return left.get() <= 0;
        }

        void done(int jobs) {
            left.addAndGet(-jobs);
        }
    }

    abstract void insert(Share share) throws Exception;

    abstract void submit(Share share) throws Exception;

    abstract void complete(Share share) throws Exception;

    /** Returns when the last job is completed; the first failure of any thread ends it. */
    final void run(int jobs) throws Exception {
        var steps = new ArrayList<Callable<Void>>();
        for (var stage : List.<Stage>of(this::insert, this::submit, this::complete)) {
            var share = new Share(jobs);
            for (int i = 0; i < threads; i++) {
                steps.add(() -> {
                    stage.run(share);
                    return null;
                });
            }
        }
        var executor = Executors.newFixedThreadPool(steps.size());
        try {
            var ended = new ExecutorCompletionService<Void>(executor);
            steps.forEach(ended::submit);
            for (int i = 0; i < steps.size(); i++) {
                Future<Void> next = ended.take();
                next.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("the floor broke: " + e.getCause(), e);
        } finally {
            executor.shutdownNow();
        }
    }

    @FunctionalInterface
    private interface Stage {
        void run(Share share) throws Exception;
    }
}
