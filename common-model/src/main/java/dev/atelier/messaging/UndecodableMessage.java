package dev.atelier.messaging;

/** A message that no delivery will ever make readable. It belongs into {@code dead}, at once. */
public final class UndecodableMessage extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UndecodableMessage(String message, Throwable cause) {
        super(message, cause);
    }

    public UndecodableMessage(String message) {
        super(message);
    }
}
