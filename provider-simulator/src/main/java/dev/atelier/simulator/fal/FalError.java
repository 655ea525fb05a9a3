package dev.atelier.simulator.fal;

import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.atelier.simulator.inputs.InputProblem;

/** An answer that is an error: of the platform when it has no place in the input, else of the model. */
final class FalError extends RuntimeException {

    private final int status;
    private final @Nullable String type;
    private final List<String> place;

    FalError(int status, @Nullable String type, String message) {
        this(status, type, message, List.of());
    }

    FalError(InputProblem problem) {
        this(422, problem.type(), problem.message(), inBody(problem.path()));
    }

    FalError(int status, @Nullable String type, String message, List<String> place) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
        this.place = place;
    }

    private static List<String> inBody(List<String> path) {
        return Stream.concat(Stream.of("body"), path.stream()).toList();
    }

    int status() {
        return status;
    }

    @Nullable
    String type() {
        return type;
    }

    String message() {
        return String.valueOf(getMessage());
    }

    List<String> place() {
        return place;
    }
}
