package dev.atelier.simulator.kie;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import tools.jackson.databind.json.JsonMapper;

/** A call that failed says so in {@code code}; its HTTP status stays 200. */
@RestControllerAdvice
class KieProblems {

    private final JsonMapper mapper;

    KieProblems(JsonMapper mapper) {
        this.mapper = mapper;
    }

    @ExceptionHandler
    ResponseEntity<byte[]> failed(KieError e) {
        var answer = ResponseEntity.status(e.httpStatus()).contentType(MediaType.APPLICATION_JSON);
        if (e.code() == 429) {
            answer.header(HttpHeaders.RETRY_AFTER, "1");
        }
        return answer.body(mapper.writeValueAsBytes(Envelope.ofNothing(e.code(), e.msg())));
    }
}
