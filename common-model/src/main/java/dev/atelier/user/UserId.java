package dev.atelier.user;

import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Whose job, key or credential it is. */
public record UserId(@JsonValue UUID value) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public UserId {}

    @Override
    public String toString() {
        return value.toString();
    }
}
