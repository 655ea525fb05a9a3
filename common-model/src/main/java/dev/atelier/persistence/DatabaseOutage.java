package dev.atelier.persistence;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionSystemException;

/** Tells a database that is away from one that refuses. */
public final class DatabaseOutage {
    private DatabaseOutage() {}

    /**
     * Connection lost or refused (class 08), server shut down or starting (57P), serialization or deadlock (40), out of
     * resources (53), pool empty, or a transaction that could not even be rolled back, which hides what happened to its
     * connection. The same work may succeed later; a commit in it may have happened.
     */
    public static boolean isMeantBy(Throwable failure) {
        boolean lostTransaction = false;
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException || cause instanceof TransientDataAccessException) {
                return true;
            }
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                var state = sql.getSQLState();
                return state.startsWith("08") || state.startsWith("57P") || state.startsWith("40")
                        || state.startsWith("53");
            }
            lostTransaction |= cause instanceof TransactionSystemException;
        }
        return lostTransaction;
    }
}
