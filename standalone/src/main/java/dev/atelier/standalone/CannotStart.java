package dev.atelier.standalone;

/** Standalone cannot start, and the message says what to do about it. */
final class CannotStart extends RuntimeException {
    private static final long serialVersionUID = 1;

    CannotStart(String message) {
        super(message);
    }
}
