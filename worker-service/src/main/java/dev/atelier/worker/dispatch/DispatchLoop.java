package dev.atelier.worker.dispatch;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

import dev.atelier.worker.Role;
import dev.atelier.worker.WorkerProperties;

/**
 * Has the dispatcher look again and again, where this worker has that role. On a thread of its own: Spring's scheduler on virtual
 * threads begins the next look without waiting for the last one, and asks how long to wait before that one knows.
 */
@Component
class DispatchLoop implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(DispatchLoop.class);

    private final Supplier<Duration> look;
    private final WorkerProperties properties;
    private @Nullable Running running;

    private record Running(Thread thread, CountDownLatch stop) {}

    @Autowired
    DispatchLoop(Dispatcher dispatcher, WorkerProperties properties) {
        this(dispatcher::look, properties);
    }

    /** @param look looks, and says after which pause to look again */
    DispatchLoop(Supplier<Duration> look, WorkerProperties properties) {
        this.look = look;
        this.properties = properties;
    }

    @Override
    public synchronized void start() {
        if (properties.has(Role.DISPATCH)) {
            var stop = new CountDownLatch(1);
            running = new Running(Thread.ofVirtual().name("dispatcher").start(() -> run(stop)), stop);
        }
    }

    /** Waits for the look that is under way. */
    @Override
    public synchronized void stop() {
        var it = running;
        running = null;
        if (it == null) {
            return;
        }
        it.stop.countDown();
        try {
            if (!it.thread.join(properties.drainTimeout())) {
                it.thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return running != null;
    }

    private void run(CountDownLatch stop) {
        try {
            var pause = Duration.ZERO;
            while (!stop.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                pause = look();
            }
        } catch (InterruptedException e) {
            log.debug("the dispatcher was interrupted while stopping", e);
        }
    }

    private Duration look() {
        try {
            return look.get();
        } catch (RuntimeException e) {
            log.error("a look for what is due broke, the next one comes in {}", properties.dispatchInterval(), e);
            return properties.dispatchInterval();
        }
    }
}
