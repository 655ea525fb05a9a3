package dev.atelier.api.generate;

import java.util.Map;

import tools.jackson.databind.JsonNode;

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
        Map<String, String> metadata) {}
