package dev.atelier.catalog;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What some fields may hold depends on others: {@code 1:1} cannot be {@code 4K}.
 *
 * @param when        fields that have one of these values, by default or as written
 * @param whenPresent fields that are written at all
 * @param then        what holds for other fields when all of that is so
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CrossRule(Map<String, List<JsonNode>> when, List<String> whenPresent, Map<String, Limit> then) {
    public CrossRule {
        when = when == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(when));
        whenPresent = whenPresent == null ? List.of() : List.copyOf(whenPresent);
        then = Collections.unmodifiableMap(new LinkedHashMap<>(then));
        if (when.isEmpty() && whenPresent.isEmpty() || then.isEmpty()) {
            throw new IllegalArgumentException("a rule has a when or a whenPresent, and a then");
        }
    }

    /**
     * @param values   the only ones
     * @param min      of a number; of files, how few
     * @param max      of a number; of files, how many
     * @param required it must be written
     * @param absent   it must not be written, and its default is not sent
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Limit(@Nullable List<JsonNode> values, @Nullable BigDecimal min, @Nullable BigDecimal max,
            @Nullable Boolean required, @Nullable Boolean absent) {
        boolean isRequired() {
            return Boolean.TRUE.equals(required);
        }

        boolean isAbsent() {
            return Boolean.TRUE.equals(absent);
        }

        String allowed() {
            var all = new ArrayList<String>();
            if (isAbsent()) {
                return "nothing";
            }
            if (values != null) {
                all.add("one of " + values.stream().map(JsonNode::asString).collect(Collectors.joining(", ")));
            }
            if (min != null) {
                all.add("at least " + min.toPlainString());
            }
            if (max != null) {
                all.add("at most " + max.toPlainString());
            }
            return all.isEmpty() ? "a value" : String.join(", ", all);
        }
    }

    /** Whether it applies to a request, given the values that hold for it and the fields that were written. */
    boolean applies(Map<String, JsonNode> values, Map<String, JsonNode> written) {
        return when.entrySet()
                .stream()
                .allMatch(it -> values.get(it.getKey()) != null
                        && it.getValue().contains(values.get(it.getKey())))
                && written.keySet().containsAll(whenPresent);
    }

    /** For a person. */
    String condition() {
        var all = new ArrayList<String>();
        when.forEach((field, values) -> all.add(field + " is "
                + values.stream().map(JsonNode::asString).collect(Collectors.joining(" or "))));
        whenPresent.forEach(it -> all.add(it + " is given"));
        return "when " + String.join(" and ", all);
    }
}
