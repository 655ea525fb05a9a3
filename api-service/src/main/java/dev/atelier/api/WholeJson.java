package dev.atelier.api;

import java.io.IOException;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes answers as JSON with their Content-Length: a client sees how much comes, and they leave in one piece. Chunks would be
 * two writes to the socket for each answer.
 */
final class WholeJson extends JacksonJsonHttpMessageConverter {
    private final JsonMapper json;

    WholeJson(JsonMapper json) {
        super(json);
        this.json = json;
    }

    @Override
    protected void writeInternal(Object answer, ResolvableType type, HttpOutputMessage output,
            @Nullable Map<String, Object> hints) throws IOException {
        var bytes = json.writeValueAsBytes(answer);
        output.getHeaders().setContentLength(bytes.length);
        output.getBody().write(bytes);
    }
}
