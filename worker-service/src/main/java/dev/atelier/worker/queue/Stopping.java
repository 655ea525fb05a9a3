package dev.atelier.worker.queue;

/** This worker is stopping and cannot finish the message: it goes back to the broker. */
public final class Stopping extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Stopping(Throwable cause) {
        super("the worker is stopping", cause);
    }
}
