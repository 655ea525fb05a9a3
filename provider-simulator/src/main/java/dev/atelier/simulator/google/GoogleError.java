package dev.atelier.simulator.google;

import java.util.Map;

/** An answer in Google's shape of an error. */
final class GoogleError extends RuntimeException {

    private final int code;
    private final String status;
    private final transient Map<String, String> detail;

    GoogleError(int code, String status, String message) {
        this(code, status, message, Map.of());
    }

    /**
     * @param detail
     *            the one entry of the details; empty for none
     */
    GoogleError(int code, String status, String message, Map<String, String> detail) {
        super(message, null, false, false);
        this.code = code;
        this.status = status;
        this.detail = Map.copyOf(detail);
    }

    static GoogleError invalid(String message) {
        return new GoogleError(400, "INVALID_ARGUMENT", message);
    }

    static GoogleError internal() {
        return new GoogleError(500, "INTERNAL", "An internal error has occurred. Please retry or report.");
    }

    static GoogleError notFound(String what) {
        return new GoogleError(404, "NOT_FOUND", what + " is not found.");
    }

    int code() {
        return code;
    }

    String status() {
        return status;
    }

    Map<String, String> detail() {
        return detail;
    }
}
