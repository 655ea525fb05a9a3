package dev.atelier.job;

import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;

/** A job's id, ours: a UUIDv7, so ids sort by the time they were made. Public, yet worth nothing without its owner. */
public record JobId(@JsonValue UUID value) {
    private static final TimeBasedEpochGenerator GENERATOR = Generators.timeBasedEpochGenerator();

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public JobId {}

    public static JobId create() {
        return new JobId(GENERATOR.generate());
    }

    /** @throws IllegalArgumentException when the text is no UUID */
    public static JobId of(String text) {
        return new JobId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
