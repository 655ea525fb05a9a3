package dev.atelier.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What became of one field: the caller's value (or our default) and what the provider is sent for it. A job shows this, so
 * that no field is bent in silence.
 *
 * @param value  in the vocabulary of the standard request
 * @param sentAs the provider's field; null when nothing is sent because the provider does this anyway
 * @param sent   in the provider's vocabulary; null exactly when {@code sentAs} is
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AppliedField(String field, How how, JsonNode value, @Nullable String sentAs, @Nullable JsonNode sent) {
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
