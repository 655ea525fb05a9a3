package dev.atelier.benchmark.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What ought not to have happened, by the rule that it breaks. Safe for use by many threads. */
final class Violations {
    /** More of the same kind tell nothing new. */
    private static final int MOST_SHOWN = 10;

    private final Map<String, List<String>> byRule = new TreeMap<>();

    synchronized void add(String rule, String what, Object... values) {
        byRule.computeIfAbsent(rule, it -> new ArrayList<>()).add(what.formatted(values));
    }

    synchronized boolean isEmpty() {
        return byRule.isEmpty();
    }

    synchronized int count() {
        return byRule.values().stream().mapToInt(List::size).sum();
    }

    /** Each on a line. */
    synchronized List<String> shown() {
        var lines = new ArrayList<String>();
        byRule.forEach((rule, all) -> {
            all.stream().limit(MOST_SHOWN).forEach(it -> lines.add(rule + ": " + it));
            if (all.size() > MOST_SHOWN) {
                lines.add("%s: and %d more".formatted(rule, all.size() - MOST_SHOWN));
            }
        });
        return lines;
    }
}
