package dev.atelier.simulator.geminigen;

import java.util.List;

/** Fields that a form lacks; also what a body that is no form at all is answered with. */
final class FieldRequired extends RuntimeException {

    private final List<String> fields;

    FieldRequired(List<String> fields) {
        super("field required: " + fields, null, false, false);
        this.fields = List.copyOf(fields);
    }

    List<String> fields() {
        return fields;
    }
}
