package dev.atelier.simulator.kie;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.faults.Refusal;

/** What every call has to pass: the key, and JSON where JSON is due. */
@Component
class KieDoor {

    private static final int MAX_BODY_BYTES = 1_000_000;
    private static final String BEARER = "Bearer ";

    private final KieProperties properties;
    private final JsonMapper mapper;

    KieDoor(KieProperties properties, JsonMapper mapper) {
        this.properties = properties;
        this.mapper = mapper;
    }

    void authenticate(@Nullable String authorization) {
        var key = authorization != null && authorization.startsWith(BEARER)
                ? authorization.substring(BEARER.length()).strip()
                : "";
        if (key.isEmpty() || (!properties.apiKeys().isEmpty() && !properties.apiKeys().contains(key))) {
            throw new KieError(401, "You do not have access permissions");
        }
    }

    ObjectNode body(HttpServletRequest request) throws IOException {
        var bytes = request.getInputStream().readNBytes(MAX_BODY_BYTES + 1);
        if (bytes.length > MAX_BODY_BYTES) {
            throw new KieError(400, "The body is larger than " + MAX_BODY_BYTES + " bytes");
        }
        try {
            if (mapper.readTree(bytes) instanceof ObjectNode body) {
                return body;
            }
        } catch (JacksonException e) {
            throw new KieError(400, "The body is not JSON: " + e.getOriginalMessage());
        }
        throw new KieError(400, "The body is not a JSON object");
    }

    static void refuse(@Nullable Refusal refusal) {
        if (refusal != null) {
            throw switch (refusal) {
                case SERVER_ERROR -> new KieError(500, "Server error", 500);
                case RATE_LIMITED -> new KieError(429, "Your call frequency is too high. Please try again later.", 429);
                case INSUFFICIENT_CREDIT -> new KieError(402, "Credits insufficient");
                case ERROR_IN_OK -> new KieError(500, "Server exception, please try again later");
            };
        }
    }
}
