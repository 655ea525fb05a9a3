package dev.atelier.catalog;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import tools.jackson.databind.JsonNode;

/**
 * What became of one field: the caller's value (or our default) and what the provider is sent for it. A job shows this, so
 * that no field is bent in silence.
 *
 * @param value in the vocabulary of the standard request
 * @param sent  what the provider is sent, by its place in the body; two fields may be sent as one. Empty when nothing is sent
 *              because the provider does this anyway
 */
public record AppliedField(String field, How how, JsonNode value,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, JsonNode> sent) {
    public AppliedField {
        sent = sent == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(sent));
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
