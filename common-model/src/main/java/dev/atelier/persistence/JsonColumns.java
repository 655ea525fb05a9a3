package dev.atelier.persistence;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSONB columns. Unknown fields are ignored: a newer service may have written. */
public final class JsonColumns {
    public static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private JsonColumns() {}

    /** @throws tools.jackson.core.JacksonException when it is no such thing */
    public static <T> T read(String json, Class<T> type) {
        return JSON.readValue(json, type);
    }
}
