package dev.atelier.api.generate;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of a request, for its documentation. It is read as a tree: which fields there are is each model's business. */
@Schema(name = "GenerateRequest",
        description = "Which of these fields a model takes, and what they may hold, is told by"
                + " GET /api/v1/models/{id}/capabilities. A field that the model does not take is refused, never ignored.")
record GenerateBody(
        @Schema(description = "From GET /api/v1/models", example = "1851cec8-503a-3fac-bb54-f46eae92ab78",
                requiredMode = Schema.RequiredMode.REQUIRED) UUID aiModelId,
        @Schema(example = "A paper boat on a green sea", requiredMode = Schema.RequiredMode.REQUIRED) String prompt,
        @Schema(example = "16:9") @Nullable String aspectRatio, @Schema(example = "2K") @Nullable String resolution,
        @Schema(example = "1") @Nullable Integer numberOfGenerations, @Nullable String negativePrompt,
        @Nullable Long seed,
        @Schema(description = "Files: addresses (https://…), ids from POST /api/v1/inputs, or data URLs",
                example = "[\"https://example.com/boat.png\"]") @Nullable List<String> images,
        @Schema(description = "What only some models have", example = "{\"outputFormat\": \"png\"}",
                additionalProperties = Schema.AdditionalPropertiesValue.TRUE) @Nullable Map<String, Object> options,
        @Schema(description = "Your own labels, returned with the job: at most 20 of at most 64 and 500 characters",
                example = "{\"project\": \"spring\"}") @Nullable Map<String, String> metadata) {

    /** For kie/nano-banana-2, whose id is the same on every installation. */
    static final String EXAMPLE = """
            {
              "aiModelId": "1851cec8-503a-3fac-bb54-f46eae92ab78",
              "prompt": "A paper boat on a green sea",
              "aspectRatio": "16:9",
              "resolution": "2K",
              "options": {"outputFormat": "jpeg"},
              "metadata": {"project": "spring"}
            }""";
}
