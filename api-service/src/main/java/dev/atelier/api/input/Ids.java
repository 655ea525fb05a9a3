package dev.atelier.api.input;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

import tools.jackson.databind.node.StringNode;

import dev.atelier.api.problems.Refusal;
import dev.atelier.catalog.FieldProblem;
import dev.atelier.catalog.FieldRule;

/** Ids as callers write them. Java's own parser also takes {@code 1-2-3-4-5}. */
public final class Ids {
    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private Ids() {}

    public static Optional<UUID> uuid(String text) {
        return UUID_FORM.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }

    /** The id in a path, or a refusal that names it. */
    public static UUID uuid(String field, String text) {
        return uuid(text).orElseThrow(() -> Refusal.of(new FieldProblem(field, shown(text),
                "a UUID, like 0197a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b")));
    }

    /** Text from outside JSON, shown as if it had come in JSON. */
    public static String shown(String text) {
        return FieldRule.shown(StringNode.valueOf(text));
    }
}
