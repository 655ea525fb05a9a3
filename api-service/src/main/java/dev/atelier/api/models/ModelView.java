package dev.atelier.api.models;

import java.util.UUID;

import io.swagger.v3.oas.annotations.media.Schema;

import dev.atelier.catalog.AiModel;
import dev.atelier.catalog.Category;

/** A model as it is listed. */
@Schema(name = "Model", requiredProperties = {"id", "key", "name", "provider", "providerName", "category",
    "usualSeconds", "links"})
record ModelView(
        @Schema(description = "For `aiModelId`. The same on every installation",
                example = "1851cec8-503a-3fac-bb54-f46eae92ab78") UUID id,
        @Schema(description = "For people", example = "kie/nano-banana-2") String key,
        @Schema(example = "Nano Banana 2") String name, @Schema(example = "kie") String provider,
        @Schema(example = "Kie.ai") String providerName, Category category,
        @Schema(description = "How long it usually takes", example = "20") long usualSeconds, Links links) {
    @Schema(name = "ModelLinks")
    record Links(String capabilities, String generate) {}

    static ModelView of(AiModel model) {
        return new ModelView(model.id().value(), model.key(), model.name(), model.provider().value(),
                model.providerName(), model.category(), Math.max(1, model.timing().usual().toSeconds()),
                new Links("/api/v1/models/" + model.id() + "/capabilities",
                        "/api/v1/generate/" + model.category().slug()));
    }
}
