package dev.atelier.embedded;

import org.jspecify.annotations.Nullable;

/** The database or the broker could not start; the message says why and what to do, for a person at a console. */
public class EmbeddedStartException extends RuntimeException {
    public EmbeddedStartException(String message) {
        super(message);
    }

    public EmbeddedStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
