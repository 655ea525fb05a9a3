package dev.atelier.catalog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonInclude;
import tools.jackson.databind.JsonNode;

/**
 * A request in the provider's vocabulary, as it was checked when the job was accepted and as it will be sent. It is stored
 * with the job: a catalog that changes later changes no accepted job.
 *
 * @param model     the provider's name of the model
 * @param operation which of the provider's endpoints takes it; known to that provider's adapter
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AppliedRequest(String model, String operation, List<AppliedField> fields) {
    public AppliedRequest {
        fields = List.copyOf(fields);
    }

    /** What the provider is sent, by its own field names, in the catalog's order. */
    public Map<String, JsonNode> payload() {
        var payload = new LinkedHashMap<String, JsonNode>();
        for (var field : fields) {
            if (field.sentAs() != null && field.sent() != null) {
                payload.put(field.sentAs(), field.sent());
            }
        }
        return payload;
    }

    public Optional<AppliedField> field(String name) {
        return fields.stream().filter(it -> it.field().equals(name)).findFirst();
    }
}
