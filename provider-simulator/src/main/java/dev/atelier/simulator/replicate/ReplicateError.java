package dev.atelier.simulator.replicate;

/** An answer that is an error, in the shape of a problem. */
final class ReplicateError extends RuntimeException {

    private final int status;
    private final String title;

    ReplicateError(int status, String title, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.title = title;
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
