package dev.atelier.simulator.bfl;

import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** An answer that is an error: its {@code detail} is words, or a list of what is wrong with which field. */
final class BflError extends RuntimeException {

    private final int status;
    private final transient JsonNode detail;

    BflError(int status, String detail) {
        this(status, JsonNodeFactory.instance.stringNode(detail));
    }

    private BflError(int status, JsonNode detail) {
        super(detail.toString(), null, false, false);
        this.status = status;
        this.detail = detail;
    }

    static BflError invalid(List<Problem> problems) {
        var all = JsonNodeFactory.instance.arrayNode();
        for (var it : problems) {
            var problem = all.addObject();
            var location = problem.putArray("loc").add("body");
            if (!it.field().isEmpty()) {
                location.add(it.field());
            }
            problem.put("msg", it.message()).put("type", it.type());
        }
        return new BflError(422, all);
    }

    int status() {
        return status;
    }

    JsonNode detail() {
        return detail;
    }

    /**
     * What is wrong with a field.
     *
     * @param field
     *            empty for the whole body
     */
    record Problem(String field, String type, String message) {}
}
