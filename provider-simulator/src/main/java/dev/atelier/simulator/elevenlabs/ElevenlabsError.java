package dev.atelier.simulator.elevenlabs;

import java.util.List;

import org.springframework.http.HttpStatus;

/** A failed call: {@code {"detail": {"status", "message"}}}, or a list of what is wrong with the request's fields. */
final class ElevenlabsError extends RuntimeException {

    private final HttpStatus http;
    private final String status;
    private final List<BodyProblem> problems;

    private ElevenlabsError(HttpStatus http, String status, String message, List<BodyProblem> problems) {
        super(message, null, false, false);
        this.http = http;
        this.status = status;
        this.problems = List.copyOf(problems);
    }

    ElevenlabsError(HttpStatus http, String status, String message) {
        this(http, status, message, List.of());
    }

    static ElevenlabsError invalid(List<BodyProblem> problems) {
        return new ElevenlabsError(HttpStatus.UNPROCESSABLE_CONTENT, "", problems.toString(), problems);
    }

    HttpStatus http() {
        return http;
    }

    String status() {
        return status;
    }

    /** Empty for errors that are about no field. */
    List<BodyProblem> problems() {
        return problems;
    }
}
