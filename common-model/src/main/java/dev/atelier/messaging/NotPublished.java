package dev.atelier.messaging;

/** The broker has not confirmed the message. It may or may not have it: unknown is not success. */
public final class NotPublished extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NotPublished(String message) {
        super(message);
    }

    public NotPublished(String message, Throwable cause) {
        super(message, cause);
    }
}
