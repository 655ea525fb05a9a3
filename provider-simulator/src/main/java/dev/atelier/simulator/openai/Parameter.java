package dev.atelier.simulator.openai;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What one parameter of a request may be. */
sealed interface Parameter {

    /** What is wrong with the value. */
    Optional<String> problemWith(JsonNode value);

    /** Refuses parameters that the endpoint does not have, as the real one does, and values that they cannot have. */
    static void check(ObjectNode body, Map<String, Parameter> parameters) {
        for (var field : body.properties()) {
            var name = field.getKey();
            var parameter = parameters.get(name);
            if (parameter == null) {
                throw OpenAiError.invalid(name, "unknown_parameter", "Unknown parameter: '" + name + "'.");
            }
            parameter.problemWith(field.getValue()).ifPresent(problem -> {
                throw OpenAiError.invalid(name, "invalid_value", "Invalid value for '" + name + "': " + problem);
            });
        }
    }

    static void require(ObjectNode body, String name) {
        if (!body.has(name)) {
            throw OpenAiError.invalid(name, "missing_required_parameter",
                    "Missing required parameter: '" + name + "'.");
        }
    }

    record Text(int min, int max) implements Parameter {
        @Override
        public Optional<String> problemWith(JsonNode value) {
            if (!value.isString()) {
                return Optional.of("expected a string.");
            }
            int length = value.stringValue().codePointCount(0, value.stringValue().length());
            return length < min || length > max
                    ? Optional.of("expected a string with a length of " + min + " to " + max + ", got " + length + ".")
                    : Optional.empty();
        }
    }

    record OneOf(Set<String> allowed) implements Parameter {
        @Override
        public Optional<String> problemWith(JsonNode value) {
            return value.isString() && allowed.contains(value.stringValue())
                    ? Optional.empty()
                    : Optional.of("supported values are " + new TreeSet<>(allowed) + ".");
        }
    }

    record Whole(long min, long max) implements Parameter {
        @Override
        public Optional<String> problemWith(JsonNode value) {
            return value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= min
                    && value.longValue() <= max
                            ? Optional.empty()
                            : Optional.of("expected an integer from " + min + " to " + max + ".");
        }
    }

    record Decimal(double min, double max) implements Parameter {
        @Override
        public Optional<String> problemWith(JsonNode value) {
            return value.isNumber() && value.doubleValue() >= min && value.doubleValue() <= max
                    ? Optional.empty()
                    : Optional.of("expected a number from " + min + " to " + max + ".");
        }
    }

    record Flag() implements Parameter {
        @Override
        public Optional<String> problemWith(JsonNode value) {
            return value.isBoolean() ? Optional.empty() : Optional.of("expected a boolean.");
        }
    }

    /** Labels: up to 16 of them, keys up to 64 characters, values up to 512. */
    record Labels() implements Parameter {
        @Override
        public Optional<String> problemWith(JsonNode value) {
            if (!value.isObject() || value.size() > 16) {
                return Optional.of("expected an object of at most 16 pairs.");
            }
            for (var label : value.properties()) {
                if (label.getKey().length() > 64 || !label.getValue().isString()
                        || label.getValue().stringValue().length() > 512) {
                    return Optional.of("keys have at most 64 characters, values are strings of at most 512.");
                }
            }
            return Optional.empty();
        }
    }

    /** {@code auto}, or width and height as the models from gpt-image-2 on take them. */
    record Size() implements Parameter {
        private static final Pattern FORM = Pattern.compile("([1-9][0-9]{1,3})x([1-9][0-9]{1,3})");
        private static final int LONGEST_SIDE = 3840;
        private static final int FEWEST_PIXELS = 655_360;
        private static final int MOST_PIXELS = 8_294_400;

        @Override
        public Optional<String> problemWith(JsonNode value) {
            if (!value.isString()) {
                return Optional.of("expected a string.");
            }
            if (value.stringValue().equals("auto")) {
                return Optional.empty();
            }
            var size = FORM.matcher(value.stringValue());
            if (!size.matches()) {
                return Optional.of("expected 'auto' or WIDTHxHEIGHT.");
            }
            int width = Integer.parseInt(size.group(1));
            int height = Integer.parseInt(size.group(2));
            if (width % 16 != 0 || height % 16 != 0) {
                return Optional.of("both sides must be divisible by 16.");
            }
            if (Math.max(width, height) > LONGEST_SIDE || Math.max(width, height) > 3 * Math.min(width, height)) {
                return Optional.of("the longest side is 3840, and the ratio is between 1:3 and 3:1.");
            }
            return width * height < FEWEST_PIXELS || width * height > MOST_PIXELS
                    ? Optional.of("it must have 655360 to 8294400 pixels.")
                    : Optional.empty();
        }
    }

    /** Text, or a list of items, which is not looked into. */
    record TextOrItems() implements Parameter {
        @Override
        public Optional<String> problemWith(JsonNode value) {
            return value.isString() && !value.stringValue().isEmpty() || value.isArray() && !value.isEmpty()
                    ? Optional.empty()
                    : Optional.of("expected a string or an array of items, and not an empty one.");
        }
    }
}
