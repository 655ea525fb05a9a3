package dev.atelier.persistence;

import java.lang.reflect.Type;

import org.hibernate.type.format.AbstractJsonFormatMapper;
import tools.jackson.databind.json.JsonMapper;

/** JSONB columns through the same Jackson as everything else. Unknown fields are ignored: a newer service may have written. */
public final class JsonColumns extends AbstractJsonFormatMapper {
    public static final JsonMapper JSON = JsonMapper.builder()
            .disable(tools.jackson.databind.DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(tools.jackson.databind.DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals") // Hibernate's signature
    protected <T> T fromString(CharSequence text, Type type) {
        return JSON.readValue(text.toString(), JSON.constructType(type));
    }

    @Override
    protected <T> String toString(T value, Type type) {
        return JSON.writeValueAsString(value);
    }
}
