package dev.atelier.api.credentials;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import dev.atelier.api.input.Bodies;
import dev.atelier.api.problems.Refusal;
import dev.atelier.catalog.FieldProblem;
import dev.atelier.credential.Secret;

/** A key on its way in. No answer and no log line shows it, nor anything else that stood beside it. */
record CredentialBody(Secret apiKey) {
    private static final int LARGEST = 8 * 1024;
    private static final String FIELD = "apiKey";
    private static final int SHORTEST_KEY = 8;
    private static final int LONGEST_KEY = 500;
    private static final String ALLOWED = SHORTEST_KEY + " to " + LONGEST_KEY
            + " characters, without blanks and control characters";

    static CredentialBody of(HttpServletRequest request) throws IOException {
        var body = Bodies.object(request, LARGEST);
        var problems = new ArrayList<FieldProblem>();
        body.propertyNames()
                .stream()
                .filter(it -> !it.equals(FIELD))
                .forEach(it -> problems.add(new FieldProblem(it, "(not shown)", "nothing: only " + FIELD)));
        var key = body.get(FIELD);
        if (!isKey(key)) {
            problems.add(new FieldProblem(FIELD, key == null || key.isNull() ? "null" : "(not shown)", ALLOWED));
        }
        if (!problems.isEmpty() || key == null) {
            throw Refusal.of(List.copyOf(problems));
        }
        return new CredentialBody(new Secret(key.asString()));
    }

    private static boolean isKey(@Nullable JsonNode value) {
        return value != null && value.isString() && value.asString().length() >= SHORTEST_KEY
                && value.asString().length() <= LONGEST_KEY && value.asString()
                        .codePoints()
                        .noneMatch(it -> Character.isWhitespace(it) || Character.isSpaceChar(it)
                                || Character.isISOControl(it));
    }
}
