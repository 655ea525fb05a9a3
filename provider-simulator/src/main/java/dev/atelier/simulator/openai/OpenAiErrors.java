package dev.atelier.simulator.openai;

import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Writes errors down as OpenAI does. */
@RestControllerAdvice(basePackageClasses = OpenAi.class)
class OpenAiErrors {

    private final JsonMapper mapper;

    OpenAiErrors(JsonMapper mapper) {
        this.mapper = mapper;
    }

    @ExceptionHandler
    ResponseEntity<JsonNode> failed(OpenAiError e) {
        var answer = ResponseEntity.status(e.status()).header("x-request-id", OpenAi.newId("req_"));
        if ("rate_limit_exceeded".equals(e.code())) {
            answer.header(HttpHeaders.RETRY_AFTER, "1");
        }
        var body = mapper.createObjectNode();
        body.putObject("error")
                .put("message", e.getMessage())
                .put("type", e.type())
                .put("param", e.param())
                .put("code", e.code());
        return answer.body(body);
    }
}
