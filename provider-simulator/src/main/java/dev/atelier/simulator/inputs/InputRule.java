package dev.atelier.simulator.inputs;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What one field of a model's input may be. */
public sealed interface InputRule {

    /** What is wrong with the value. */
    Optional<InputProblem> problemWith(JsonNode value);

    private static Optional<InputProblem> problem(String type, String message) {
        return Optional.of(new InputProblem(List.of(), type, message));
    }

    /** Text that is not blank. */
    record Text(int maxCharacters) implements InputRule {
        @Override
        public Optional<InputProblem> problemWith(JsonNode value) {
            if (!value.isString()) {
                return problem("string_type", "Input should be a valid string");
            }
            var text = value.stringValue();
            if (text.isBlank()) {
                return problem("string_too_short", "String should have at least 1 character");
            }
            return text.codePointCount(0, text.length()) > maxCharacters
                    ? problem("string_too_long", "String should have at most " + maxCharacters + " characters")
                    : Optional.empty();
        }
    }

    record OneOf(Set<String> allowed) implements InputRule {
        @Override
        public Optional<InputProblem> problemWith(JsonNode value) {
            return value.isString() && allowed.contains(value.stringValue())
                    ? Optional.empty()
                    : problem("literal_error", "Input should be one of " + new TreeSet<>(allowed));
        }
    }

    record Whole(long min, long max) implements InputRule {
        @Override
        public Optional<InputProblem> problemWith(JsonNode value) {
            if (!value.isIntegralNumber() || !value.canConvertToLong()) {
                return problem("int_type", "Input should be a valid integer");
            }
            return within(value.longValue(), min, max);
        }
    }

    record OneOfWhole(Set<Long> allowed) implements InputRule {
        @Override
        public Optional<InputProblem> problemWith(JsonNode value) {
            return value.isIntegralNumber() && value.canConvertToLong() && allowed.contains(value.longValue())
                    ? Optional.empty()
                    : problem("literal_error", "Input should be one of " + new TreeSet<>(allowed));
        }
    }

    record Decimal(double min, double max) implements InputRule {
        @Override
        public Optional<InputProblem> problemWith(JsonNode value) {
            return value.isNumber()
                    ? within(value.doubleValue(), min, max)
                    : problem("float_type", "Input should be a valid number");
        }
    }

    record Flag() implements InputRule {
        @Override
        public Optional<InputProblem> problemWith(JsonNode value) {
            return value.isBoolean()
                    ? Optional.empty()
                    : problem("bool_type", "Input should be a valid boolean");
        }
    }

    /** A file at an address, or in a data URL. */
    record File() implements InputRule {
        @Override
        public Optional<InputProblem> problemWith(JsonNode value) {
            return value.isString() && value.stringValue().matches("(?s)https?://.+|data:[\\w.+-]+/[\\w.+-]+;base64,.+")
                    ? Optional.empty()
                    : problem("url_parsing", "Input should be a valid URL");
        }
    }

    record Files(int min, int max) implements InputRule {
        @Override
        public Optional<InputProblem> problemWith(JsonNode value) {
            if (!value.isArray()) {
                return problem("list_type", "Input should be a valid list");
            }
            if (value.size() < min) {
                return problem("too_short", "List should have at least " + min + " items");
            }
            if (value.size() > max) {
                return problem("too_long", "List should have at most " + max + " items");
            }
            return value.valueStream().flatMap(it -> new File().problemWith(it).stream()).findFirst();
        }
    }

    /** An object with fields of its own. */
    record Nested(Inputs inputs) implements InputRule {
        @Override
        public Optional<InputProblem> problemWith(JsonNode value) {
            return value instanceof ObjectNode object
                    ? inputs.problemWith(object)
                    : problem("model_type", "Input should be an object");
        }
    }

    private static Optional<InputProblem> within(double value, double min, double max) {
        if (value < min) {
            return problem("greater_than_equal", "Input should be greater than or equal to " + shown(min));
        }
        return value > max
                ? problem("less_than_equal", "Input should be less than or equal to " + shown(max))
                : Optional.empty();
    }

    private static String shown(double bound) {
        return bound == Math.rint(bound) ? String.valueOf((long) bound) : String.valueOf(bound);
    }
}
