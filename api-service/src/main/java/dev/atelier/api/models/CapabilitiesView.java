package dev.atelier.api.models;

import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import dev.atelier.catalog.AiModel;
import dev.atelier.catalog.FieldRule;

/** What a model accepts: enough to draw a form. The provider's own names stay inside. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Capabilities", requiredProperties = {"modelId",
    "fields"}, description = "A property that is not there is a field that the model does not take.")
record CapabilitiesView(UUID modelId,
        @Schema(example = "[\"1:1\", \"16:9\"]") @Nullable List<String> aspectRatios,
        @Schema(example = "[\"1K\", \"2K\"]") @Nullable List<String> resolutions,
        @Schema(description = "The most that one request may ask for", example = "1") @Nullable Long maxGenerations,
        @Schema(description = "In characters", example = "20000") @Nullable Integer maxPromptLength,
        @Schema(description = "Every field that the model takes; all others are refused") List<Field> fields) {

    static CapabilitiesView of(AiModel model) {
        var capabilities = model.capabilities();
        return new CapabilitiesView(model.id().value(),
                capabilities.rule("aspectRatio").map(CapabilitiesView::choices).orElse(null),
                capabilities.rule("resolution").map(CapabilitiesView::choices).orElse(null),
                capabilities.rule("numberOfGenerations")
                        .map(it -> it instanceof FieldRule.WholeNumber number ? number.max() : null)
                        .orElse(null),
                capabilities.rule("prompt")
                        .map(it -> it instanceof FieldRule.Text text ? text.maxLength() : null)
                        .orElse(null),
                capabilities.fields().stream().map(Field::of).toList());
    }

    private static @Nullable List<String> choices(FieldRule rule) {
        return rule instanceof FieldRule.Choice choice
                ? choice.values().stream().map(FieldRule.Choice.Value::value).toList()
                : null;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "CapabilityField", requiredProperties = {"name", "type", "required"})
    record Field(@Schema(example = "options.outputFormat") String name,
            @Schema(allowableValues = {
                "text", "choice", "integer", "number", "boolean", "file", "files"}) String type,
            boolean required,
            @Schema(description = "Sent when the request does not say",
                    implementation = Object.class) @JsonProperty("default") @Nullable JsonNode byDefault,
            @Schema(description = "Of a choice: its values. Of files: their content types") @Nullable List<String> allowed,
            @Schema(description = "Of a number: the least. Of files: how few") @Nullable Number min,
            @Schema(description = "Of a number: the most. Of files: how many") @Nullable Number max,
            @Schema(description = "Of a text: the most characters") @Nullable Integer maxLength,
            @Nullable String description) {

        static Field of(FieldRule rule) {
            return switch (rule) {
                case FieldRule.Text it -> of(it, "text", null, null, null, it.maxLength());
                case FieldRule.Choice it -> of(it, "choice", choices(it), null, null, null);
                case FieldRule.WholeNumber it -> of(it, "integer", it.values() == null
                        ? null
                        : it.values().stream().map(String::valueOf).toList(), it.min(), it.max(), null);
                case FieldRule.DecimalNumber it -> of(it, "number", null, it.min(), it.max(), null);
                case FieldRule.Flag it -> of(it, "boolean", null, null, null, null);
                case FieldRule.Files it -> of(it, it.one() ? "file" : "files", it.types(), it.min(), it.max(), null);
            };
        }

        private static Field of(FieldRule rule, String type, @Nullable List<String> allowed, @Nullable Number min,
                @Nullable Number max, @Nullable Integer maxLength) {
            return new Field(rule.name(), type, rule.required(), rule.defaultValue(), allowed, min, max, maxLength,
                    rule.field().description());
        }
    }
}
