package dev.atelier.simulator.faults;

/** A fault field with a value that it cannot have. */
public final class InvalidFault extends IllegalArgumentException {

    private final String field;
    private final String value;
    private final String allowed;

    InvalidFault(String field, String value, String allowed) {
        super(field + " is " + value + ", allowed: " + allowed);
        this.field = field;
        this.value = value;
        this.allowed = allowed;
    }

    public String field() {
        return field;
    }

    public String value() {
        return value;
    }

    public String allowed() {
        return allowed;
    }
}
