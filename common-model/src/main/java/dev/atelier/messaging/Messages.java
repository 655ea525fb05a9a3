package dev.atelier.messaging;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Messages as JSON. Unknown fields are ignored, so fields can be added while old processes run. */
public final class Messages {
    public static final String JSON = "application/json";

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Messages() {}

    public static byte[] encode(Object message) {
        return MAPPER.writeValueAsBytes(message);
    }

    /** @throws UndecodableMessage when the bytes are not that message */
    public static <T> T decode(byte[] body, Class<T> type) {
        try {
            return MAPPER.readValue(body, type);
        } catch (JacksonException e) {
            throw new UndecodableMessage("not a " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
        }
    }
}
