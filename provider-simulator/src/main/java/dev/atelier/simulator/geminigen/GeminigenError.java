package dev.atelier.simulator.geminigen;

import org.springframework.http.HttpStatus;

/** A failed call; {@code {"detail": {"error_code", "message"}}} or the form that its framework gives missing fields. */
final class GeminigenError extends RuntimeException {

    private final HttpStatus status;
    private final String errorCode;

    GeminigenError(HttpStatus status, String errorCode, String message) {
        super(message, null, false, false);
        this.status = status;
        this.errorCode = errorCode;
    }

    static GeminigenError invalid(String message) {
        return new GeminigenError(HttpStatus.UNPROCESSABLE_CONTENT, "VALIDATION_ERROR", message);
    }

    HttpStatus status() {
        return status;
    }

    String errorCode() {
        return errorCode;
    }
}
