package dev.atelier.credential;

import java.nio.charset.StandardCharsets;

/** A text that must not be seen: it hides itself wherever it is printed. */
public record Secret(String value) {
    public Secret {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a secret is not blank");
        }
    }

    public byte[] bytes() {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "***";
    }
}
