package dev.atelier.simulator.runway;

import java.util.List;

/** An answer that is an error. */
final class RunwayError extends RuntimeException {

    private final int status;
    private final transient List<Issue> issues;

    RunwayError(int status, String error) {
        this(status, error, List.of());
    }

    private RunwayError(int status, String error, List<Issue> issues) {
        super(error, null, false, false);
        this.status = status;
        this.issues = issues;
    }

    static RunwayError invalid(List<Issue> issues) {
        return new RunwayError(400, "Validation of body failed", issues);
    }

    int status() {
        return status;
    }

    String error() {
        return String.valueOf(getMessage());
    }

    List<Issue> issues() {
        return issues;
    }

    /**
     * What is wrong with the body.
     *
     * @param path
     *            names of fields and numbers of elements, from the outside in
     */
    record Issue(String code, List<Object> path, String message) {}
}
