package dev.atelier.worker.queue;

import java.time.Duration;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

import dev.atelier.output.store.OutputStoreException;
import dev.atelier.persistence.DatabaseOutage;

/**
 * Waits for the database, and for the store of outputs where work needs that. A worker that holds a provider's answer must not
 * drop it because one of them is away for a minute: it keeps trying and acknowledges nothing meanwhile. What is tried again must be harmless when it happened already, since a
 * commit whose answer is lost looks like one that failed.
 */
@Component
public class Patience {
    private static final Logger log = LoggerFactory.getLogger(Patience.class);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Pause between;

    /** How it waits. */
    @FunctionalInterface
    public interface Pause {
        void lasting(Duration time) throws InterruptedException;
    }

    @Autowired
    Patience() {
        this(Thread::sleep);
    }

    public Patience(Pause between) {
        this.between = between;
    }

    /**
     * Runs it until the database, and the store, let it.
     *
     * @throws Stopping when the thread is interrupted, while waiting or at work
     */
    public <T> T untilDone(Supplier<T> work) {
        var pause = SHORTEST_PAUSE;
        while (true) {
            try {
                return work.get();
            } catch (DataAccessException | TransactionException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new Stopping(e); // whatever the database layer made of the interrupt
                }
                if (!DatabaseOutage.isMeantBy(e)) {
                    throw e;
                }
                log.warn("the database is away, trying again in {}: {}", pause,
                        NestedExceptionUtils.getMostSpecificCause(e).getMessage());
                sleep(pause, e);
            } catch (OutputStoreException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new Stopping(e);
                }
                log.warn("the store of outputs is away, trying again in {}: {}", pause, e.getMessage());
                sleep(pause, e);
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    private void sleep(Duration pause, Exception reason) {
        try {
            between.lasting(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reason.addSuppressed(e);
            throw new Stopping(reason);
        }
    }
}
