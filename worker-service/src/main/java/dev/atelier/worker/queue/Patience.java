package dev.atelier.worker.queue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Waits for the database. A worker that holds a provider's answer must not drop it because the database is away for a minute:
 * it keeps trying and acknowledges nothing meanwhile. What is tried again must be harmless when it happened already, since a
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
     * Runs it until the database lets it.
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
                if (!isOutage(e)) {
                    throw e;
                }
                log.warn("the database is away, trying again in {}: {}", pause,
                        NestedExceptionUtils.getMostSpecificCause(e).getMessage());
                sleep(pause, e);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            }
        }
    }

    /**
     * Connection lost or refused (class 08), server shut down or starting (57P), serialization or deadlock (40), pool empty, or
     * a transaction that could not even be rolled back, which hides what happened to its connection.
     */
    static boolean isOutage(Throwable e) {
        boolean lostTransaction = false;
        for (var cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof java.sql.SQLTransientConnectionException
                    || cause instanceof org.springframework.dao.TransientDataAccessException) {
                return true;
            }
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                var state = sql.getSQLState();
                return state.startsWith("08") || state.startsWith("57P") || state.startsWith("40")
                        || state.startsWith("53");
            }
            lostTransaction |= cause instanceof org.hibernate.TransactionException;
        }
        return lostTransaction;
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
