package dev.atelier.simulator.stability;

import java.util.List;

import org.springframework.http.HttpStatus;

/** A failed call: {@code {"id", "name", "errors": [...]}}, and for a key {@code {"id", "name", "message"}} as in version 1. */
final class StabilityError extends RuntimeException {

    private final HttpStatus status;
    private final String name;
    private final List<String> errors;

    StabilityError(HttpStatus status, String name, List<String> errors) {
        super(name + ": " + errors, null, false, false);
        this.status = status;
        this.name = name;
        this.errors = List.copyOf(errors);
    }

    StabilityError(HttpStatus status, String name, String error) {
        this(status, name, List.of(error));
    }

    static StabilityError badRequest(List<String> errors) {
        return new StabilityError(HttpStatus.BAD_REQUEST, "bad_request", errors);
    }

    HttpStatus status() {
        return status;
    }

    String name() {
        return name;
    }

    List<String> errors() {
        return errors;
    }
}
