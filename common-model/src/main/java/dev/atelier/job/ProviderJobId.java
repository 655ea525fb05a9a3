package dev.atelier.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The provider's own name for a job: Kie's {@code taskId}, Geminigen's {@code uuid}. Unique within one provider. */
public record ProviderJobId(@JsonValue String value) {
    private static final int LONGEST = 200;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ProviderJobId {
        if (value.isBlank() || value.length() > LONGEST) {
            throw new IllegalArgumentException("a provider's job id has 1 to " + LONGEST + " characters, not '"
                    + value.substring(0, Math.min(value.length(), 40)) + "'");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
