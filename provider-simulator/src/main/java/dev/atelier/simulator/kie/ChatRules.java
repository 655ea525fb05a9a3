package dev.atelier.simulator.kie;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.kie.InputRule.OneOf;
import dev.atelier.simulator.kie.InputRule.Text;
import dev.atelier.simulator.kie.InputRule.Url;

/**
 * What a chat model takes.
 *
 * @param streams
 *            whether it answers in events when a request does not say
 */
record ChatRules(FieldRules fields, boolean streams) {

    private static final FieldRules TEXT_PART = FieldRules.of(Map.of("type", new OneOf("text"), "text",
            new Text(1_000_000)), "type", "text");
    private static final FieldRules IMAGE_PART = FieldRules.of(Map.of("type", new OneOf("image_url"), "image_url",
            new ImageUrl()), "type", "image_url");

    /** What the last message says. */
    static String lastWords(ObjectNode body) {
        var content = body.path("messages").path(body.path("messages").size() - 1).path("content");
        return content.isString()
                ? content.stringValue()
                : content.valueStream().map(it -> it.path("text").asString("")).collect(Collectors.joining("\n"));
    }

    private static Optional<String> problemWith(JsonNode value, FieldRules rules, String place) {
        return value instanceof ObjectNode object
                ? rules.problemWith(object, place)
                : Optional.of(place + " must be an object");
    }

    /** A conversation, oldest first. */
    record Messages() implements InputRule {

        private static final FieldRules MESSAGE = FieldRules.of(Map.of("role",
                new OneOf("developer", "system", "user", "assistant", "tool"), "content", new Content()), "role",
                "content");

        @Override
        public Optional<String> problemWith(JsonNode value) {
            return value.isArray() && !value.isEmpty()
                    ? value.valueStream()
                            .flatMap(it -> ChatRules.problemWith(it, MESSAGE, "message.").stream())
                            .findFirst()
                    : Optional.of("must be a list of at least one message");
        }
    }

    /** Text, or parts that are text or the address of a file. */
    record Content() implements InputRule {
        @Override
        public Optional<String> problemWith(JsonNode value) {
            if (value.isString()) {
                return new Text(1_000_000).problemWith(value);
            }
            return value.isArray() && !value.isEmpty()
                    ? value.valueStream().flatMap(Content::problemWithPart).findFirst()
                    : Optional.of("must be text or a list of parts");
        }

        private static Stream<String> problemWithPart(JsonNode part) {
            var rules = part.path("type").asString("").equals("image_url") ? IMAGE_PART : TEXT_PART;
            return ChatRules.problemWith(part, rules, "part.").stream();
        }
    }

    /** An address in an object of its own. */
    record ImageUrl() implements InputRule {

        private static final FieldRules RULES = FieldRules.of(Map.of("url", new Url()), "url");

        @Override
        public Optional<String> problemWith(JsonNode value) {
            return ChatRules.problemWith(value, RULES, "");
        }
    }
}
