package dev.atelier.api.generate;

import java.util.LinkedHashMap;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.catalog.AiModel;
import dev.atelier.catalog.GenerationRequest;

/**
 * A request that its model takes.
 *
 * @param written  the fields as the caller wrote them, without aiModelId and metadata
 * @param request  the same, flat
 * @param metadata the caller's own labels
 */
record CheckedRequest(AiModel model, Map<String, JsonNode> written, GenerationRequest request,
        Map<String, String> metadata) {
    private static final String OPTIONS = "options.";

    /** The same request with other values in some of its fields, which keep their places. */
    CheckedRequest with(Map<String, JsonNode> values) {
        if (values.isEmpty()) {
            return this;
        }
        var fields = new LinkedHashMap<>(request.fields());
        var shown = new LinkedHashMap<>(written);
        values.forEach((name, value) -> {
            fields.put(name, value);
            if (name.startsWith(OPTIONS)) {
                shown.computeIfPresent("options", (_, options) -> ((ObjectNode) options).deepCopy()
                        .set(name.substring(OPTIONS.length()), value));
            } else {
                shown.put(name, value);
            }
        });
        return new CheckedRequest(model, shown, new GenerationRequest(model.id(), fields), metadata);
    }
}
