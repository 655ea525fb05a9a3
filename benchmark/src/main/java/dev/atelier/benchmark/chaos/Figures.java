package dev.atelier.benchmark.chaos;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What was measured, in the order in which it is shown. */
final class Figures {
    private final Map<String, String> rows = new LinkedHashMap<>();

    void put(String what, Object value) {
        rows.put(what, String.valueOf(value));
    }

    /** A Markdown table. */
    String table() {
        return rows.entrySet()
                .stream()
                .map(it -> "| %s | %s |".formatted(it.getKey(), it.getValue()))
                .collect(Collectors.joining("\n", "| | |\n|---|---|\n", "\n"));
    }
}
