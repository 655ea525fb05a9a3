package dev.atelier.simulator.bfl;

import java.util.Base64;
import java.util.List;
import java.util.Optional;

import tools.jackson.databind.JsonNode;

import dev.atelier.simulator.bfl.BflError.Problem;

/** What one field of a model may be. */
sealed interface InputRule {

    Optional<Problem> problemWith(String field, JsonNode value);

    record Text(int minLength, int maxLength) implements InputRule {
        @Override
        public Optional<Problem> problemWith(String field, JsonNode value) {
            if (!value.isString()) {
                return problem(field, "string_type", "Input should be a valid string");
            }
            var length = value.stringValue().length();
            if (length < minLength) {
                return problem(field, "string_too_short", "String should have at least " + minLength + " character");
            }
            return length > maxLength
                    ? problem(field, "string_too_long", "String should have at most " + maxLength + " characters")
                    : Optional.empty();
        }
    }

    record OneOf(List<String> allowed) implements InputRule {
        @Override
        public Optional<Problem> problemWith(String field, JsonNode value) {
            return value.isString() && allowed.contains(value.stringValue())
                    ? Optional.empty()
                    : problem(field, "enum", "Input should be '" + String.join("', '", allowed) + "'");
        }
    }

    record Whole(long min, long max) implements InputRule {
        @Override
        public Optional<Problem> problemWith(String field, JsonNode value) {
            if (!value.isIntegralNumber() || !value.canConvertToLong()) {
                return problem(field, "int_type", "Input should be a valid integer");
            }
            return bounded(field, value.longValue(), min, max);
        }
    }

    /** A picture's width or height in pixels. */
    record Side(int min, int max, int multipleOf) implements InputRule {
        @Override
        public Optional<Problem> problemWith(String field, JsonNode value) {
            return new Whole(min, max).problemWith(field, value)
                    .or(() -> value.longValue() % multipleOf == 0
                            ? Optional.empty()
                            : problem(field, "multiple_of", "Input should be a multiple of " + multipleOf));
        }
    }

    record Decimal(double min, double max) implements InputRule {
        @Override
        public Optional<Problem> problemWith(String field, JsonNode value) {
            return value.isNumber()
                    ? bounded(field, value.doubleValue(), min, max)
                    : problem(field, "float_type", "Input should be a valid number");
        }
    }

    record Flag() implements InputRule {
        @Override
        public Optional<Problem> problemWith(String field, JsonNode value) {
            return value.isBoolean()
                    ? Optional.empty()
                    : problem(field, "bool_type", "Input should be a valid boolean");
        }
    }

    /** A ratio of two whole numbers between these two. */
    record Ratio(double narrowest, double widest) implements InputRule {
        @Override
        public Optional<Problem> problemWith(String field, JsonNode value) {
            if (!value.isString() || !value.stringValue().matches("[1-9]\\d?:[1-9]\\d?")) {
                return problem(field, "value_error", "Value error, aspect ratio is like 16:9");
            }
            var sides = value.stringValue().split(":", 2);
            var ratio = Double.parseDouble(sides[0]) / Double.parseDouble(sides[1]);
            return ratio < narrowest - 0.001 || ratio > widest + 0.001
                    ? problem(field, "value_error", "Value error, aspect ratio is out of range")
                    : Optional.empty();
        }
    }

    /** Base64 without the prefix of a data URL, whose acceptance nobody promises, and with some fields an address. */
    record Image(boolean orAddress) implements InputRule {
        @Override
        public Optional<Problem> problemWith(String field, JsonNode value) {
            if (!value.isString()) {
                return problem(field, "string_type", "Input should be a valid string");
            }
            var text = value.stringValue();
            return orAddress && text.matches("https?://\\S+") || isBase64(text)
                    ? Optional.empty()
                    : problem(field, "value_error", "Value error, Invalid base64 image");
        }

        private static boolean isBase64(String text) {
            try {
                return Base64.getDecoder().decode(text).length > 0;
            } catch (IllegalArgumentException _) {
                return false;
            }
        }
    }

    private static Optional<Problem> bounded(String field, double value, double min, double max) {
        if (value < min) {
            return problem(field, "greater_than_equal", "Input should be greater than or equal to " + min);
        }
        return value > max
                ? problem(field, "less_than_equal", "Input should be less than or equal to " + max)
                : Optional.empty();
    }

    private static Optional<Problem> problem(String field, String type, String message) {
        return Optional.of(new Problem(field, type, message));
    }
}
