package dev.atelier.simulator.elevenlabs;

/**
 * What is wrong with one field.
 *
 * @param in
 *            {@code body} or {@code query}
 * @param field
 *            steps apart by dots; empty for the whole body
 */
record BodyProblem(String in, String field, String message, String type) {

    static BodyProblem missing(String field) {
        return new BodyProblem("body", field, "Field required", "missing");
    }

    static BodyProblem unknown(String field) {
        return new BodyProblem("body", field, "Extra inputs are not permitted", "extra_forbidden");
    }

    static BodyProblem wrong(String field, String message) {
        return new BodyProblem("body", field, message, "value_error");
    }
}
