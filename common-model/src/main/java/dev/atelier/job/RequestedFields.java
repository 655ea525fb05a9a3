package dev.atelier.job;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import tools.jackson.databind.JsonNode;

/** The fields of a request as its sender wrote them. The database keeps no order of an object's keys, and JSON knows none. */
public record RequestedFields(@JsonValue Map<String, JsonNode> fields) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public RequestedFields {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
}
