package dev.atelier.catalog;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A model's id. Made from provider and slug, so a frontend may keep it: it is the same on every installation. */
public record ModelId(@JsonValue UUID value) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ModelId {}

    public static ModelId of(ProviderId provider, String slug) {
        return new ModelId(UUID.nameUUIDFromBytes(
                ("atelier:model:" + provider + "/" + slug).getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
