package dev.atelier.api.models;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import dev.atelier.catalog.AiModel;
import dev.atelier.catalog.Category;
import dev.atelier.catalog.FieldRule;
import dev.atelier.catalog.Mode;
import dev.atelier.catalog.Price;

/** A model as it is listed. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Model", requiredProperties = {"id", "key", "name", "provider", "providerName", "category", "mode",
    "takes", "usualSeconds", "links"})
record ModelView(
        @Schema(description = "For `aiModelId`. The same on every installation",
                example = "1851cec8-503a-3fac-bb54-f46eae92ab78") UUID id,
        @Schema(description = "For people", example = "kie/nano-banana-2") String key,
        @Schema(example = "Nano Banana 2") String name, @Nullable String description,
        @Schema(example = "kie") String provider, @Schema(example = "Kie.ai") String providerName, Category category,
        @Schema(description = "SYNC: the provider makes it while it is asked. ASYNC: it takes the job and delivers"
                + " later. For callers there is no difference") Mode mode,
        @Schema(description = "The fields that it takes; what they may hold is told by capabilities and schema",
                example = "[\"prompt\", \"aspectRatio\"]") List<String> takes,
        @Schema(description = "How long it usually takes", example = "20") long usualSeconds,
        @Schema(description = "At the provider's list price; absent when it is not known") @Nullable Price price,
        @Schema(description = "From this day on the provider has it no longer, and it is refused",
                example = "2027-01-06") @Nullable LocalDate retiresOn,
        Links links) {
    @Schema(name = "ModelLinks")
    record Links(String capabilities, String schema, String generate) {}

    static ModelView of(AiModel model) {
        var itself = "/api/v1/models/" + model.id();
        return new ModelView(model.id().value(), model.key(), model.name(), model.description().orElse(null),
                model.provider().value(), model.providerName(), model.category(), model.mode(),
                model.capabilities().fields().stream().map(FieldRule::name).toList(),
                Math.max(1, model.timing().usual().toSeconds()), model.price().orElse(null),
                model.retiresOn().orElse(null), new Links(itself + "/capabilities", itself + "/schema",
                        "/api/v1/generate/" + model.category().slug()));
    }
}
