package dev.atelier.api.webhooks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;

import dev.atelier.api.input.Bodies;
import dev.atelier.api.problems.ProblemCode;
import dev.atelier.api.problems.Refusal;

/**
 * A callback as it came over HTTP.
 *
 * @param headers names in lower case, the values of one name joined
 * @param body    valid UTF-8, so this text is the same bytes
 */
record IncomingCallback(Map<String, String> headers, String body, Instant receivedAt) {
    static IncomingCallback of(HttpServletRequest request, int longest) throws IOException {
        var body = Bodies.bytes(request, longest);
        var headers = new HashMap<String, String>();
        for (var name : Collections.list(request.getHeaderNames())) {
            List<String> values = Collections.list(request.getHeaders(name));
            headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values));
        }
        return new IncomingCallback(headers, text(body), Instant.now());
    }

    private static String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException e) {
            throw Refusal.of(ProblemCode.INVALID_REQUEST, "The body is not UTF-8.");
        }
    }
}
