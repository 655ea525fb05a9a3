package dev.atelier.batch;

/** More waits already than will be let wait, or this process is stopping. Nothing was done. */
public final class Overloaded extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Overloaded(String message) {
        super(message);
    }
}
