package dev.atelier.api.generate;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.Optional;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;

import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.api.input.Ids;
import dev.atelier.api.problems.Refusal;
import dev.atelier.catalog.Category;
import dev.atelier.catalog.FieldProblem;
import dev.atelier.job.NewJob.Idempotency;

/** The caller's name for one request, and how two requests are found to be the same. */
final class IdempotencyKeys {
    static final String HEADER = "Idempotency-Key";

    private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]{1,255}");
    /** Neither the order of keys nor blanks nor explicit nulls make another request. */
    private static final JsonMapper CANONICAL = JsonMapper.builder()
            .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
            .disable(JsonNodeFeature.WRITE_NULL_PROPERTIES)
            .build();

    private IdempotencyKeys() {}

    static Optional<String> key(HttpServletRequest request) {
        var keys = Collections.list(request.getHeaders(HEADER));
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        if (keys.size() > 1 || !VISIBLE.matcher(keys.getFirst()).matches()) {
            throw Refusal.of(new FieldProblem(HEADER, Ids.shown(String.join(", ", keys)),
                    "one header of 1 to 255 visible ASCII characters"));
        }
        return Optional.of(keys.getFirst());
    }

    static Idempotency idempotency(String key, Category category, ObjectNode body) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update((category.name() + "\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            return new Idempotency(key, digest.digest(CANONICAL.writeValueAsBytes(body)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
