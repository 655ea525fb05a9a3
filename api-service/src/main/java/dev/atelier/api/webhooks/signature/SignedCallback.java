package dev.atelier.api.webhooks.signature;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A callback whose signature is to be judged.
 *
 * @param headers    names in lower case
 * @param body       as it came
 * @param receivedAt by which its timestamp is judged
 */
public record SignedCallback(Map<String, String> headers, String body, Instant receivedAt) {
    /** How far a signed timestamp may lie from the moment of arrival: clocks differ, and an old callback may be a replay. */
    static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final JsonMapper JSON = JsonMapper.shared();

    Optional<String> header(@Nullable String name) {
        return Optional.ofNullable(name).map(it -> headers.get(it.toLowerCase(java.util.Locale.ROOT)));
    }

    /** The text or number at the first of these JSON pointers (separated by commas) that has one. */
    public Optional<String> text(String pointers) {
        return tree().flatMap(tree -> split(pointers).flatMap(it -> at(tree, it).stream()).findFirst());
    }

    /** The text or number at this JSON pointer. */
    Optional<String> textAt(String pointer) {
        return tree().flatMap(it -> at(it, pointer));
    }

    /** Whether it came within the {@link #TOLERANCE} of that moment. */
    boolean isTimely(String unixSeconds) {
        try {
            var age = Duration.between(Instant.ofEpochSecond(Long.parseLong(unixSeconds)), receivedAt).abs();
            return age.compareTo(TOLERANCE) <= 0;
        } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
            return false; // no moment at all, so not a recent one
        }
    }

    static Stream<String> split(String list) {
        return Arrays.stream(list.split(",", -1)).map(String::strip).filter(it -> !it.isEmpty());
    }

    private static Optional<String> at(JsonNode tree, String pointer) {
        var found = tree.at(pointer);
        return found.isString() || found.isIntegralNumber()
                ? Optional.of(found.asString()).filter(it -> !it.isBlank())
                : Optional.empty();
    }

    private Optional<JsonNode> tree() {
        try {
            return Optional.of(JSON.readTree(body));
        } catch (JacksonException e) {
            return Optional.empty(); // not JSON: then there is no text in it
        }
    }
}
