package dev.atelier.catalog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What became of one field: the caller's value (or our default) and what the provider is sent for it. A job shows this, so
 * that no field is bent in silence.
 *
 * @param value in the vocabulary of the standard request
 * @param sent  what the provider is sent, by its place in the body; two fields may be sent as one. Empty when nothing is sent
 *              because the provider does this anyway
 */
public record AppliedField(String field, How how, JsonNode value, Map<String, JsonNode> sent) {
    public AppliedField {
        sent = Collections.unmodifiableMap(new LinkedHashMap<>(sent));
    }

    /**
     * As it is stored: a value that is sent as it is, is not written twice. A prompt is the longest part of most jobs, and each copy
     * is paid for in every row and in the log of the database.
     *
     * @param as   the places that are sent the value itself
     * @param sent what is sent to other places
     */
    record Stored(String field, How how, JsonNode value,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable List<String> as,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable Map<String, JsonNode> sent) {}

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static AppliedField of(Stored stored) {
        var sent = new LinkedHashMap<String, JsonNode>();
        if (stored.as() != null) {
            stored.as().forEach(it -> sent.put(it, stored.value()));
        }
        if (stored.sent() != null) {
            sent.putAll(stored.sent());
        }
        return new AppliedField(stored.field(), stored.how(), stored.value(), sent);
    }

    @JsonValue
    Stored stored() {
        var as = new ArrayList<String>();
        var other = new LinkedHashMap<String, JsonNode>();
        sent.forEach((place, node) -> {
            if (node.equals(value)) {
                as.add(place);
            } else {
                other.put(place, node);
            }
        });
        return new Stored(field, how, value, as, other);
    }

    /** Where the value that is sent comes from. */
    public enum How {
        /** As the caller wrote it. */
        APPLIED,
        /** The caller's value, in the provider's words. */
        CONVERTED,
        /** The caller did not say; the model's default is sent. */
        DEFAULTED
    }
}
