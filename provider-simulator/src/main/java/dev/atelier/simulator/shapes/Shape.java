package dev.atelier.simulator.shapes;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import tools.jackson.databind.JsonNode;

import dev.atelier.simulator.shapes.Flaw.Kind;

/** What a JSON value must look like. */
public sealed interface Shape {

    /** The first flaw of the value; empty when it is as it must be. */
    default Optional<Flaw> flawOf(JsonNode value) {
        return flawOf(value, "");
    }

    /** @param path where the value stands */
    Optional<Flaw> flawOf(JsonNode value, String path);

    /** An object with these fields and no others. */
    record Fields(Map<String, Shape> known, Set<String> required) implements Shape {
        @Override
        public Optional<Flaw> flawOf(JsonNode value, String path) {
            if (!value.isObject()) {
                return wrong(path, "must be an object");
            }
            for (var name : required) {
                if (!value.has(name)) {
                    return Optional.of(new Flaw(Kind.MISSING_FIELD, step(path, name), "is required"));
                }
            }
            for (var field : value.properties()) {
                var at = step(path, field.getKey());
                var shape = known.get(field.getKey());
                var flaw = shape == null
                        ? Optional.of(new Flaw(Kind.UNKNOWN_FIELD, at, "is not a known field"))
                        : shape.flawOf(field.getValue(), at);
                if (flaw.isPresent()) {
                    return flaw;
                }
            }
            return Optional.empty();
        }
    }

    /** An object whose field says which of several it is. */
    record Tagged(String field, Map<String, Fields> byTag) implements Shape {
        @Override
        public Optional<Flaw> flawOf(JsonNode value, String path) {
            var tag = value.path(field);
            if (!value.isObject() || tag.isMissingNode()) {
                return Optional.of(new Flaw(Kind.MISSING_FIELD, step(path, field), "is required"));
            }
            var shape = tag.isString() ? byTag.get(tag.stringValue()) : null;
            return shape == null
                    ? wrong(step(path, field), "must be one of " + new TreeSet<>(byTag.keySet()))
                    : shape.flawOf(value, path);
        }
    }

    /** A list. */
    record Items(Shape each, int min, int max) implements Shape {
        @Override
        public Optional<Flaw> flawOf(JsonNode value, String path) {
            if (!value.isArray() || value.size() < min || value.size() > max) {
                return wrong(path, "must be a list of " + min + " to " + max);
            }
            for (int i = 0; i < value.size(); i++) {
                var flaw = each.flawOf(value.get(i), step(path, String.valueOf(i)));
                if (flaw.isPresent()) {
                    return flaw;
                }
            }
            return Optional.empty();
        }
    }

    /** The first of several that the value is; the flaw is told of the last. */
    record Either(List<Shape> shapes) implements Shape {
        @Override
        public Optional<Flaw> flawOf(JsonNode value, String path) {
            Optional<Flaw> flaw = Optional.empty();
            for (var shape : shapes) {
                flaw = shape.flawOf(value, path);
                if (flaw.isEmpty()) {
                    return flaw;
                }
            }
            return flaw;
        }
    }

    /** Text; its length counts code points. */
    record Text(int min, int max) implements Shape {
        @Override
        public Optional<Flaw> flawOf(JsonNode value, String path) {
            if (!value.isString()) {
                return wrong(path, "must be text");
            }
            var text = value.stringValue();
            int length = text.codePointCount(0, text.length());
            return length < min || length > max
                    ? wrong(path, "must have " + min + " to " + max + " characters")
                    : Optional.empty();
        }
    }

    /** Text of a pattern. */
    record Matching(String pattern) implements Shape {
        @Override
        public Optional<Flaw> flawOf(JsonNode value, String path) {
            return value.isString() && value.stringValue().matches(pattern)
                    ? Optional.empty()
                    : wrong(path, "must match " + pattern);
        }
    }

    /** One of some texts. */
    record OneOf(Set<String> allowed) implements Shape {
        public static OneOf of(String... allowed) {
            return new OneOf(Set.of(allowed));
        }

        @Override
        public Optional<Flaw> flawOf(JsonNode value, String path) {
            return value.isString() && allowed.contains(value.stringValue())
                    ? Optional.empty()
                    : wrong(path, "must be one of " + new TreeSet<>(allowed));
        }
    }

    /** A whole number. */
    record Whole(long min, long max) implements Shape {
        @Override
        public Optional<Flaw> flawOf(JsonNode value, String path) {
            return value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= min
                    && value.longValue() <= max
                            ? Optional.empty()
                            : wrong(path, "must be a whole number from " + min + " to " + max);
        }
    }

    /** One of some whole numbers. */
    record OneOfWhole(Set<Long> allowed) implements Shape {
        @Override
        public Optional<Flaw> flawOf(JsonNode value, String path) {
            return value.isIntegralNumber() && allowed.contains(value.longValue())
                    ? Optional.empty()
                    : wrong(path, "must be one of " + new TreeSet<>(allowed));
        }
    }

    /** A number. */
    record Decimal(double min, double max) implements Shape {
        @Override
        public Optional<Flaw> flawOf(JsonNode value, String path) {
            return value.isNumber() && value.doubleValue() >= min && value.doubleValue() <= max
                    ? Optional.empty()
                    : wrong(path, "must be a number from " + min + " to " + max);
        }
    }

    /** True or false. */
    record Flag() implements Shape {
        @Override
        public Optional<Flaw> flawOf(JsonNode value, String path) {
            return value.isBoolean() ? Optional.empty() : wrong(path, "must be true or false");
        }
    }

    /** Bytes in the standard alphabet. */
    record Bytes() implements Shape {
        @Override
        public Optional<Flaw> flawOf(JsonNode value, String path) {
            try {
                if (value.isString() && Base64.getDecoder().decode(value.stringValue()).length > 0) {
                    return Optional.empty();
                }
            } catch (IllegalArgumentException e) {
                return wrong(path, "is not base64: " + e.getMessage());
            }
            return wrong(path, "must be base64");
        }
    }

    /** An object of texts under names of the caller's. */
    record Labels() implements Shape {
        @Override
        public Optional<Flaw> flawOf(JsonNode value, String path) {
            return value.isObject() && value.valueStream().allMatch(JsonNode::isString)
                    ? Optional.empty()
                    : wrong(path, "must be an object of texts");
        }
    }

    private static String step(String path, String step) {
        return path.isEmpty() ? step : path + "." + step;
    }

    private static Optional<Flaw> wrong(String path, String problem) {
        return Optional.of(new Flaw(Kind.WRONG_VALUE, path, problem));
    }
}
