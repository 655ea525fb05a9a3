package dev.atelier.catalog;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonInclude;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request in the provider's vocabulary, as it was checked when the job was accepted and as it will be sent. It is stored
 * with the job: a catalog that changes later changes no accepted job.
 *
 * @param model     the provider's name of the model
 * @param operation which of the provider's endpoints takes it; known to that provider's adapter
 * @param fixed     what is sent with every request for this model, by its place in the body
 * @param files     what is made of files when the job is submitted
 */
public record AppliedRequest(String model, String operation, List<AppliedField> fields,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, JsonNode> fixed,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<SentFiles> files) {
    private static final ObjectReader READER = JsonMapper.shared()
            .readerFor(AppliedRequest.class)
            .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    public AppliedRequest {
        fields = List.copyOf(fields);
        fixed = fixed == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(fixed));
        files = files == null ? List.of() : List.copyOf(files);
    }

    /**
     * Reads what was stored, to send it. Strictly: a form that a later version writes and this one does not know is an error,
     * and not a field that the provider is not sent.
     */
    public static AppliedRequest read(String stored) {
        return READER.readValue(stored);
    }

    public AppliedRequest(String model, String operation, List<AppliedField> fields) {
        this(model, operation, fields, Map.of(), List.of());
    }

    /** The whole body that the provider is sent, but for the address of the callback. */
    public ObjectNode body(SentFiles.Resolver resolver) {
        var body = new BodyBuilder();
        fixed.forEach(body::put);
        fields.forEach(field -> field.sent().forEach(body::put));
        files.forEach(it -> it.putInto(body, resolver));
        return body.build();
    }

    public Optional<AppliedField> field(String name) {
        return fields.stream().filter(it -> it.field().equals(name)).findFirst();
    }
}
