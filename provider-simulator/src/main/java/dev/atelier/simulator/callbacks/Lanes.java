package dev.atelier.simulator.callbacks;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * One lane per target: what stands in it is worked off by a bounded number of virtual threads, which end when the lane
 * is empty. A slow target holds up its own lane only.
 */
final class Lanes<T> {

    private final int width;
    private final Consumer<T> work;
    private final Map<String, Lane<T>> lanes = new HashMap<>();

    Lanes(int width, Consumer<T> work) {
        this.width = width;
        this.work = work;
    }

    synchronized void add(String target, T item) {
        var lane = lanes.computeIfAbsent(target, name -> new Lane<>());
        lane.waiting.add(item);
        if (lane.workers < width) {
            lane.workers++;
            Thread.ofVirtual().name("callbacks-to-" + target).start(() -> workOff(target, lane));
        }
    }

    private void workOff(String target, Lane<T> lane) {
        for (var item = next(target, lane); item != null; item = next(target, lane)) {
            work.accept(item);
        }
    }

    private synchronized @Nullable T next(String target, Lane<T> lane) {
        var item = lane.waiting.poll();
        if (item == null && --lane.workers == 0) {
            lanes.remove(target);
        }
        return item;
    }

    private static final class Lane<T> {
        private final ArrayDeque<T> waiting = new ArrayDeque<>();
        private int workers;
    }
}
