package dev.atelier.job;

import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A caller's own labels on a job. We keep and return them, and never read them. */
public record Metadata(@JsonValue Map<String, String> entries) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Metadata {
        entries = java.util.Collections.unmodifiableMap(new TreeMap<>(entries));
    }
}
