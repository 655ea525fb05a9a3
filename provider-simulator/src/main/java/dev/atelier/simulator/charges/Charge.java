package dev.atelier.simulator.charges;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A submission that was accepted.
 *
 * @param reference
 *            the caller's own id, as far as this provider is ever told it
 * @param prompt
 *            its beginning
 */
public record Charge(String provider, String providerJobId, @Nullable String reference, String model, String prompt,
        Instant at) {

    private static final int PROMPT_CHARACTERS = 80;
    private static final int REFERENCE_CHARACTERS = 60;

    public Charge {
        prompt = beginning(prompt, PROMPT_CHARACTERS);
        reference = reference == null ? null : beginning(reference, REFERENCE_CHARACTERS);
    }

    private static String beginning(String text, int characters) {
        return text.codePointCount(0, text.length()) <= characters
                ? text
                : text.substring(0, text.offsetByCodePoints(0, characters));
    }
}
