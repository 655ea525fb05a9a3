package dev.atelier.baseline;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Answers from memory. */
@RestController
class BytesController {
    private static final int USUAL = 300;
    private static final int MOST = 1_000_000;
    private static final String BEFORE = "{\"text\":\"";
    private static final String AFTER = "\"}";
    private static final int LEAST = BEFORE.length() + AFTER.length();

    private final ConcurrentHashMap<Integer, byte[]> answers = new ConcurrentHashMap<>();

    @GetMapping(path = "/bytes", produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] usual() {
        return bytes(USUAL);
    }

    /** JSON of exactly so many bytes. */
    @GetMapping(path = "/bytes/{count}", produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] bytes(@PathVariable int count) {
        if (count < LEAST || count > MOST) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, LEAST + " to " + MOST + " bytes");
        }
        return answers.computeIfAbsent(count, BytesController::json);
    }

    private static byte[] json(int count) {
        return (BEFORE + "x".repeat(count - LEAST) + AFTER).getBytes(StandardCharsets.US_ASCII);
    }
}
