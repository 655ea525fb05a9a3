package dev.atelier.simulator.kie;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import tools.jackson.databind.JsonNode;

/** What one field of a request may be. */
interface InputRule {

    /** What is wrong with the value, to be said after the field's name. */
    Optional<String> problemWith(JsonNode value);

    /** Text that is not blank. */
    record Text(int minCharacters, int maxCharacters) implements InputRule {

        Text(int maxCharacters) {
            this(1, maxCharacters);
        }

        @Override
        public Optional<String> problemWith(JsonNode value) {
            if (!value.isString() || value.stringValue().isBlank()) {
                return Optional.of("is required and must be text");
            }
            if (value.stringValue().length() < minCharacters) {
                return Optional.of("must not be shorter than " + minCharacters + " characters");
            }
            return value.stringValue().length() > maxCharacters
                    ? Optional.of("must not be longer than " + maxCharacters + " characters")
                    : Optional.empty();
        }
    }

    /** Text that may be empty. */
    record Note(int maxCharacters) implements InputRule {
        @Override
        public Optional<String> problemWith(JsonNode value) {
            return value.isString() && value.stringValue().length() <= maxCharacters
                    ? Optional.empty()
                    : Optional.of("must be text of up to " + maxCharacters + " characters");
        }
    }

    record OneOf(Set<String> allowed) implements InputRule {

        OneOf(String... allowed) {
            this(Set.of(allowed));
        }

        @Override
        public Optional<String> problemWith(JsonNode value) {
            return value.isString() && allowed.contains(value.stringValue())
                    ? Optional.empty()
                    : Optional.of("is not within the range of allowed options " + new TreeSet<>(allowed));
        }
    }

    /** The name of a voice that is always there, or the id of any other one. */
    record Voice(Set<String> names) implements InputRule {
        @Override
        public Optional<String> problemWith(JsonNode value) {
            return value.isString()
                    && (names.contains(value.stringValue()) || value.stringValue().matches("[A-Za-z0-9]{20}"))
                            ? Optional.empty()
                            : Optional.of("is no voice");
        }
    }

    record Whole(long min, long max) implements InputRule {
        @Override
        public Optional<String> problemWith(JsonNode value) {
            return value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= min
                    && value.longValue() <= max
                            ? Optional.empty()
                            : Optional.of("must be a whole number from " + min + " to " + max);
        }
    }

    record WholeOneOf(Set<Long> allowed) implements InputRule {
        @Override
        public Optional<String> problemWith(JsonNode value) {
            return value.isIntegralNumber() && value.canConvertToLong() && allowed.contains(value.longValue())
                    ? Optional.empty()
                    : Optional.of("must be one of " + new TreeSet<>(allowed));
        }
    }

    record Decimal(BigDecimal min, BigDecimal max) implements InputRule {

        /** From 0 to 1. */
        static final Decimal SHARE = new Decimal(BigDecimal.ZERO, BigDecimal.ONE);

        @Override
        public Optional<String> problemWith(JsonNode value) {
            return value.isNumber() && value.decimalValue().compareTo(min) >= 0
                    && value.decimalValue().compareTo(max) <= 0
                            ? Optional.empty()
                            : Optional.of("must be a number from " + min + " to " + max);
        }
    }

    record Flag() implements InputRule {
        @Override
        public Optional<String> problemWith(JsonNode value) {
            return value.isBoolean() ? Optional.empty() : Optional.of("must be true or false");
        }
    }

    record Url() implements InputRule {
        @Override
        public Optional<String> problemWith(JsonNode value) {
            return value.isString() && value.stringValue().matches("https?://.+")
                    ? Optional.empty()
                    : Optional.of("is " + value + ", which is not a URL");
        }
    }

    record Urls(int min, int max) implements InputRule {

        private static final Url EACH = new Url();

        Urls(int max) {
            this(0, max);
        }

        @Override
        public Optional<String> problemWith(JsonNode value) {
            if (!value.isArray() || value.size() < min || value.size() > max) {
                return Optional.of("must be a list of " + min + " to " + max + " URLs");
            }
            return value.valueStream().flatMap(url -> EACH.problemWith(url).stream()).findFirst();
        }
    }
}
