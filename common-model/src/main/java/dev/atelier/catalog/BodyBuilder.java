package dev.atelier.catalog;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON object, put together from values and their places: {@code input.size} is the field {@code size} of the object
 * {@code input}, {@code messages.0.content} stands in the first element of an array. Places in an array that nobody took close up.
 */
public final class BodyBuilder {
    private final Map<String, Object> root = new LinkedHashMap<>();

    /** @throws IllegalArgumentException when something else stands there, or on the way */
    @SuppressWarnings("unchecked")
    public BodyBuilder put(String place, JsonNode value) {
        var steps = place.split("\\.", -1);
        var at = root;
        for (int i = 0; i < steps.length - 1; i++) {
            var next = at.computeIfAbsent(steps[i], it -> new LinkedHashMap<String, Object>());
            if (!(next instanceof Map)) {
                throw new IllegalArgumentException("'" + place + "' leads through a value");
            }
            at = (Map<String, Object>) next;
        }
        var before = at.putIfAbsent(steps[steps.length - 1], value);
        if (before != null && !before.equals(value)) {
            throw new IllegalArgumentException("two values are sent as '" + place + "'");
        }
        return this;
    }

    /** Puts a value into a body that is built already; what stood there is replaced. A number is only the last step, and is 0. */
    public static void putInto(ObjectNode body, String place, JsonNode value) {
        var steps = place.split("\\.", -1);
        boolean inList = steps[steps.length - 1].equals("0");
        int last = steps.length - (inList ? 2 : 1);
        var at = body;
        for (int i = 0; i < last; i++) {
            at = at.get(steps[i]) instanceof ObjectNode there ? there : at.putObject(steps[i]);
        }
        at.set(steps[last], inList ? JsonNodeFactory.instance.arrayNode().add(value) : value);
    }

    public ObjectNode build() {
        return object(root);
    }

    private static ObjectNode object(Map<?, ?> fields) {
        var object = JsonNodeFactory.instance.objectNode();
        fields.forEach((name, value) -> object.set(String.valueOf(name), node(value)));
        return object;
    }

    private static JsonNode node(Object value) {
        if (!(value instanceof Map<?, ?> fields)) {
            return (JsonNode) value;
        }
        if (!fields.keySet().stream().allMatch(it -> String.valueOf(it).matches("\\d{1,3}"))) {
            return object(fields);
        }
        var places = new TreeMap<Integer, Object>();
        fields.forEach((place, element) -> places.put(Integer.valueOf(String.valueOf(place)), element));
        var array = JsonNodeFactory.instance.arrayNode();
        places.values().forEach(it -> array.add(node(it)));
        return array;
    }
}
