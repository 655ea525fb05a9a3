package dev.atelier.input;

import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.uuid.Generators;

/** An input's id, as it stands in requests. UUIDv7. */
public record InputId(@JsonValue UUID value) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public InputId {}

    public static InputId create() {
        return new InputId(Generators.timeBasedEpochGenerator().generate());
    }

    /** Where its bytes are, in the {@link dev.atelier.output.store.OutputStore}. An id is used once, so a key is written once. */
    public String storeKey() {
        return "inputs/" + value;
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
