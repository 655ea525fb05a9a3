package dev.atelier.benchmark.chaos;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Says what happens, with the time, and keeps it. */
final class Journal {
    private final PrintStream out;
    private final Violations violations;
    private final Instant start = Instant.now();
    private final List<Entry> entries = new ArrayList<>();

    Journal(PrintStream out, Violations violations) {
        this.out = out;
        this.violations = violations;
    }

    record Entry(Instant at, Fault fault, String target) {}

    synchronized void note(Fault fault, String target) {
        entries.add(new Entry(Instant.now(), fault, target));
        say(fault.text() + ": " + target);
    }

    synchronized void say(String what) {
        out.printf(Locale.ROOT, "%s %+7.1f s  %s%n", Instant.now(), Duration.between(start, Instant.now()).toMillis()
                / 1000.0, what);
    }

    /** Something that makes the run worthless, or worse. */
    void broken(String what) {
        say(what);
        violations.add("run", "%s", what);
    }

    synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    synchronized Map<Fault, Integer> counts() {
        var counts = new EnumMap<Fault, Integer>(Fault.class);
        entries.forEach(it -> counts.merge(it.fault(), 1, Integer::sum));
        return counts;
    }
}
