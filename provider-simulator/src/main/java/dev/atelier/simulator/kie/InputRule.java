package dev.atelier.simulator.kie;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import tools.jackson.databind.JsonNode;

/** What one field of a model's input may be. */
sealed interface InputRule {

    /** What is wrong with the value, to be said after the field's name. */
    Optional<String> problemWith(JsonNode value);

    /** Text that is not blank. */
    record Text(int maxCharacters) implements InputRule {
        @Override
        public Optional<String> problemWith(JsonNode value) {
            if (!value.isString() || value.stringValue().isBlank()) {
                return Optional.of("is required and must be text");
            }
            return value.stringValue().length() > maxCharacters
                    ? Optional.of("must not be longer than " + maxCharacters + " characters")
                    : Optional.empty();
        }
    }

    record OneOf(Set<String> allowed) implements InputRule {
        @Override
        public Optional<String> problemWith(JsonNode value) {
            return value.isString() && allowed.contains(value.stringValue())
                    ? Optional.empty()
                    : Optional.of("is not within the range of allowed options " + new TreeSet<>(allowed));
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

    record Flag() implements InputRule {
        @Override
        public Optional<String> problemWith(JsonNode value) {
            return value.isBoolean() ? Optional.empty() : Optional.of("must be true or false");
        }
    }

    record Urls(int max) implements InputRule {
        @Override
        public Optional<String> problemWith(JsonNode value) {
            if (!value.isArray() || value.size() > max) {
                return Optional.of("must be a list of up to " + max + " URLs");
            }
            for (var url : value) {
                if (!url.isString() || !url.stringValue().matches("https?://.+")) {
                    return Optional.of("holds " + url + ", which is not a URL");
                }
            }
            return Optional.empty();
        }
    }
}
