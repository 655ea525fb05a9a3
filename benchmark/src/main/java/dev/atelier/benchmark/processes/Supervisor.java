package dev.atelier.benchmark.processes;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Starts again what has died, after a pause, as an orchestrator does. */
public final class Supervisor implements AutoCloseable {
    private final List<ServiceProcess> services;
    private final Supplier<Duration> pause;
    private final Thread thread;
    private volatile boolean closed;

    /** @param pause asked at each death */
    public Supervisor(List<ServiceProcess> services, Supplier<Duration> pause) {
        this.services = List.copyOf(services);
        this.pause = pause;
        thread = Thread.ofPlatform().daemon().name("supervisor").start(this::supervise);
    }

    private void supervise() {
        Map<ServiceProcess, Instant> due = new HashMap<>();
        while (!closed) {
            for (var it : services) {
                if (it.isAlive() || !it.isWanted()) {
                    due.remove(it);
                } else if (due.computeIfAbsent(it, dead -> Instant.now().plus(pause.get())).isBefore(Instant.now())) {
                    it.start();
                    due.remove(it);
                }
            }
            try {
                TimeUnit.MILLISECONDS.sleep(100);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** When this returns, nothing is started any more. */
    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.interrupt();
        thread.join();
    }
}
