package dev.atelier.output.store;

/** The store did not do it, or not for certain: it is full, away, or refuses us. The same may succeed later. */
public final class OutputStoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public OutputStoreException(String message, Throwable cause) {
        super(message + ": " + cause.getMessage(), cause);
    }
}
