package dev.atelier.simulator.compatible;

import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What each endpoint takes. Anything else is refused, or an adapter could pass by sending nonsense. */
final class CompatibleFields {

    static final Map<String, Predicate<JsonNode>> IMAGES = Map.of("model", text(), "prompt", text(), "n", whole(1, 10),
            "size", size(), "response_format", oneOf("b64_json", "url"), "negative_prompt", JsonNode::isString,
            "num_inference_steps", whole(1, 200), "guidance_scale", number(0, 20), "seed", whole(0, Integer.MAX_VALUE));
    static final Map<String, Predicate<JsonNode>> EDITS = Map.of("model", text(), "prompt", text(), "n", whole(1, 10),
            "size", size(), "response_format", oneOf("b64_json", "url"));
    static final Map<String, Predicate<JsonNode>> SPEECH = Map.of("model", text(), "input", text(), "voice", text(),
            "response_format", oneOf("mp3", "wav"), "speed", number(0.25, 4));
    static final Map<String, Predicate<JsonNode>> CHAT = Map.of("model", text(), "messages",
            CompatibleFields::areMessages, "max_tokens", whole(1, Integer.MAX_VALUE), "temperature", number(0, 2),
            "top_p", number(0, 1), "stream", it -> it.isBoolean() && !it.booleanValue());

    private static final Set<String> ROLES = Set.of("system", "user", "assistant");

    private CompatibleFields() {}

    static void check(ObjectNode body, Map<String, Predicate<JsonNode>> fields, String... required) {
        for (var name : required) {
            if (!body.has(name)) {
                throw CompatibleError.invalid(name, "Field required");
            }
        }
        for (var field : body.properties()) {
            var rule = fields.get(field.getKey());
            if (rule == null) {
                throw CompatibleError.invalid(field.getKey(), "Extra inputs are not permitted");
            }
            if (!rule.test(field.getValue())) {
                throw CompatibleError.invalid(field.getKey(), "Input should be valid");
            }
        }
    }

    private static Predicate<JsonNode> text() {
        return it -> it.isString() && !it.stringValue().isEmpty();
    }

    private static Predicate<JsonNode> size() {
        return it -> it.isString() && it.stringValue().matches("[1-9][0-9]{1,3}x[1-9][0-9]{1,3}");
    }

    private static Predicate<JsonNode> oneOf(String... allowed) {
        var all = Set.of(allowed);
        return it -> it.isString() && all.contains(it.stringValue());
    }

    private static Predicate<JsonNode> whole(long min, long max) {
        return it -> it.isIntegralNumber() && it.canConvertToLong() && it.longValue() >= min && it.longValue() <= max;
    }

    private static Predicate<JsonNode> number(double min, double max) {
        return it -> it.isNumber() && it.doubleValue() >= min && it.doubleValue() <= max;
    }

    private static boolean areMessages(JsonNode messages) {
        return messages.isArray() && !messages.isEmpty()
                && messages.valueStream()
                        .allMatch(it -> it.isObject() && it.size() == 2 && ROLES.contains(it.path("role").asString(""))
                                && it.path("content").isString());
    }
}
