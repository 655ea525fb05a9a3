package dev.atelier.worker.output;

/** What an address answered is not what the provider was to make. */
final class NotAFile extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotAFile(String message) {
        super(message);
    }
}
