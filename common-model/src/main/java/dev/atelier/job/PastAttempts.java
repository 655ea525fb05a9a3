package dev.atelier.job;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The attempts that ended without settling their job, the oldest first. */
record PastAttempts(@JsonValue List<PastAttempt> attempts) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    PastAttempts {
        attempts = List.copyOf(attempts);
    }
}
