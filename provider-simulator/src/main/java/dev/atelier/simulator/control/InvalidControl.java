package dev.atelier.simulator.control;

/** A request to the control API that names something there is not, or a value that cannot be. */
final class InvalidControl extends RuntimeException {

    private final String field;
    private final String value;
    private final String allowed;

    InvalidControl(String field, String value, String allowed) {
        super(field + " is " + value + ", allowed: " + allowed);
        this.field = field;
        this.value = value;
        this.allowed = allowed;
    }

    String field() {
        return field;
    }

    String value() {
        return value;
    }

    String allowed() {
        return allowed;
    }
}
