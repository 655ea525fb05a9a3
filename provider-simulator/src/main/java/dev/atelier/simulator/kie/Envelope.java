package dev.atelier.simulator.kie;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What every answer and every callback is wrapped in. */
final class Envelope {

    private Envelope() {}

    static ObjectNode of(int code, String msg, JsonNode data) {
        return object().put("code", code).put("msg", msg).set("data", data);
    }

    static ObjectNode ofNothing(int code, String msg) {
        return object().put("code", code).put("msg", msg).putNull("data");
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
