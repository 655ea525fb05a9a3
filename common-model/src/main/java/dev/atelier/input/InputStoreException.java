package dev.atelier.input;

/** The store does not do what it should; it may be able to later. */
public final class InputStoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public InputStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
