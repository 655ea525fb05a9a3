package dev.atelier.catalog;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import tools.jackson.databind.JsonNode;

/**
 * The standard request, as its sender wrote it: one value a field, extras as {@code options.<name>}. Which fields there are,
 * and what they may hold, is the model's business ({@link Capabilities}), so they are data here.
 */
public record GenerationRequest(ModelId model, Map<String, JsonNode> fields) {
    public GenerationRequest {
        var present = new LinkedHashMap<String, JsonNode>();
        fields.forEach((name, value) -> {
            if (!value.isNull() && !value.isMissingNode()) {
                present.put(name, value);
            }
        });
        fields = Collections.unmodifiableMap(present);
    }
}
