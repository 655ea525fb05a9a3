package dev.atelier.simulator.openai;

import java.io.IOException;
import java.util.Locale;

import jakarta.servlet.http.HttpServletRequest;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads a request's JSON. */
final class OpenAiBodies {

    private static final int MAX_BYTES = 50_000_000;

    private OpenAiBodies() {}

    static ObjectNode json(HttpServletRequest request, JsonMapper mapper) throws IOException {
        var type = request.getContentType();
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            throw new OpenAiError(415, "invalid_request_error", null, "unsupported_content_type",
                    "Invalid Content-Type header. Expected 'application/json'.");
        }
        var bytes = request.getInputStream().readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new OpenAiError(413, "invalid_request_error", null, null, "The body is too large.");
        }
        try {
            if (mapper.readTree(bytes) instanceof ObjectNode body) {
                return body;
            }
        } catch (JacksonException _) {
            // Answered as any other body that is no object.
        }
        throw new OpenAiError(400, "invalid_request_error", null, null,
                "We could not parse the JSON body of your request.");
    }

    /** The model's name; a request without one is refused. */
    static String model(ObjectNode body) {
        Parameter.require(body, "model");
        return body.path("model").asString("");
    }
}
