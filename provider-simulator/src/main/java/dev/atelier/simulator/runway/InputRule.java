package dev.atelier.simulator.runway;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.runway.RunwayError.Issue;

/** What a value may be. */
sealed interface InputRule {

    /** What is wrong with the value that stands there. */
    List<Issue> issues(List<Object> path, JsonNode value);

    /** Counted in UTF-16 units. */
    record Text(int min, int max) implements InputRule {
        @Override
        public List<Issue> issues(List<Object> path, JsonNode value) {
            if (!value.isString()) {
                return issue("invalid_type", path, "Invalid input: expected string");
            }
            var length = value.stringValue().length();
            if (length < min) {
                return issue("too_small", path, "Too small: expected string to have >=" + min + " characters");
            }
            return length > max
                    ? issue("too_big", path, "Too big: expected string to have <=" + max + " characters")
                    : List.of();
        }
    }

    record OneOf(List<String> allowed) implements InputRule {
        OneOf(String... allowed) {
            this(List.of(allowed));
        }

        @Override
        public List<Issue> issues(List<Object> path, JsonNode value) {
            return value.isString() && allowed.contains(value.stringValue())
                    ? List.of()
                    : issue("invalid_value", path, "Invalid option: expected one of \"" + String.join("\"|\"", allowed)
                            + "\"");
        }
    }

    record Whole(long min, long max) implements InputRule {
        @Override
        public List<Issue> issues(List<Object> path, JsonNode value) {
            return value.isIntegralNumber() && value.canConvertToLong()
                    ? bounded(path, value.longValue(), min, max)
                    : issue("invalid_type", path, "Invalid input: expected int");
        }
    }

    record WholeOf(Set<Integer> allowed) implements InputRule {
        @Override
        public List<Issue> issues(List<Object> path, JsonNode value) {
            return value.isIntegralNumber() && value.canConvertToInt() && allowed.contains(value.intValue())
                    ? List.of()
                    : issue("invalid_value", path, "Invalid option: expected one of " + allowed);
        }
    }

    record Decimal(double min, double max) implements InputRule {
        @Override
        public List<Issue> issues(List<Object> path, JsonNode value) {
            return value.isNumber()
                    ? bounded(path, value.doubleValue(), min, max)
                    : issue("invalid_type", path, "Invalid input: expected number");
        }
    }

    record Flag() implements InputRule {
        @Override
        public List<Issue> issues(List<Object> path, JsonNode value) {
            return value.isBoolean()
                    ? List.of()
                    : issue("invalid_type", path, "Invalid input: expected boolean");
        }
    }

    /** A picture's address over HTTPS, its upload here, or the picture itself. */
    record ImageUri() implements InputRule {
        private static final int LONGEST_ADDRESS = 2048;
        private static final int LONGEST_DATA = 5 * 1024 * 1024;

        @Override
        public List<Issue> issues(List<Object> path, JsonNode value) {
            var uri = value.isString() ? value.stringValue() : "";
            boolean fits = uri.startsWith("data:image/")
                    ? uri.length() <= LONGEST_DATA
                    : uri.length() <= LONGEST_ADDRESS && uri.matches("(https|runway)://\\S+");
            return fits ? List.of()
                    : issue("invalid_union", path, "Invalid input: expected a HTTPS, Runway or data URI");
        }
    }

    record ListOf(InputRule element, int min, int max) implements InputRule {
        @Override
        public List<Issue> issues(List<Object> path, JsonNode value) {
            if (!(value instanceof ArrayNode list)) {
                return issue("invalid_type", path, "Invalid input: expected array");
            }
            if (list.size() < min) {
                return issue("too_small", path, "Too small: expected array to have >=" + min + " items");
            }
            if (list.size() > max) {
                return issue("too_big", path, "Too big: expected array to have <=" + max + " items");
            }
            var issues = new ArrayList<Issue>();
            for (var i = 0; i < list.size(); i++) {
                issues.addAll(element.issues(then(path, i), list.get(i)));
            }
            return issues;
        }
    }

    /** An object with these fields and no others, or an adapter could pass by sending nonsense. */
    record Shape(Map<String, InputRule> fields, Set<String> required) implements InputRule {
        @Override
        public List<Issue> issues(List<Object> path, JsonNode value) {
            if (!(value instanceof ObjectNode object)) {
                return issue("invalid_type", path, "Invalid input: expected object");
            }
            var issues = new ArrayList<Issue>();
            required.stream()
                    .filter(it -> !object.has(it))
                    .sorted()
                    .forEach(it -> issues.addAll(issue("invalid_type", then(path, it),
                            "Invalid input: expected a value, received undefined")));
            object.forEachEntry((name, it) -> {
                var rule = fields.get(name);
                issues.addAll(rule == null
                        ? issue("unrecognized_keys", path, "Unrecognized key: \"" + name + "\"")
                        : rule.issues(then(path, name), it));
            });
            return issues;
        }
    }

    /** Text by one rule, anything else by another. */
    record TextOr(InputRule text, InputRule other) implements InputRule {
        @Override
        public List<Issue> issues(List<Object> path, JsonNode value) {
            return (value.isString() ? text : other).issues(path, value);
        }
    }

    private static List<Issue> bounded(List<Object> path, double value, double min, double max) {
        if (value < min) {
            return issue("too_small", path, "Too small: expected number to be >=" + min);
        }
        return value > max ? issue("too_big", path, "Too big: expected number to be <=" + max) : List.of();
    }

    private static List<Issue> issue(String code, List<Object> path, String message) {
        return List.of(new Issue(code, path, message));
    }

    private static List<Object> then(List<Object> path, Object step) {
        var all = new ArrayList<>(path);
        all.add(step);
        return all;
    }
}
