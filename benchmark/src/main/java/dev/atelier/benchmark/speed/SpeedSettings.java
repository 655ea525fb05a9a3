package dev.atelier.benchmark.speed;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a run does, from its command line.
 *
 * @param rounds  how often each pair is measured
 * @param warmUp  how often before that, for the JIT compilers: on a shared machine they wait for the load
 * @param jobs    that the pipeline drains
 * @param only    which measures; empty for all
 * @param load    for how long each closed-loop load runs
 * @param sustain for how long the whole chain runs
 * @param report  whether the result is written to {@code benchmark/results}
 * @param keep    whether logs and data stay
 * @param api     settings of api-service other than the packaged ones
 * @param worker  the same for worker-service
 */
record SpeedSettings(int rounds, int warmUp, int jobs, Set<String> only, Duration load, Duration sustain,
        boolean report, boolean keep,
        Map<String, String> api, Map<String, String> worker) {
    static final String HELP = """
            --runs=5            rounds of each measure; ours and the reference take turns
            --warm-up=2         rounds before these, which are not kept
            --jobs=50000        that wait, and are drained without HTTP
            --only=a,b          some of the measures: %s
            --seconds=8         of each load that is as fast as it is answered
            --sustain=120       seconds of the whole chain
            --report            writes the table to benchmark/results
            --keep              keeps logs and data
            --api:name=value    a setting of api-service, as a Spring property
            --worker:name=value the same for worker-service""";

    SpeedSettings {
        only = Set.copyOf(only);
        api = Map.copyOf(api);
        worker = Map.copyOf(worker);
        if (rounds < 1 || jobs < 1 || !load.isPositive() || !sustain.isPositive()) {
            throw new IllegalArgumentException("--runs, --jobs, --seconds and --sustain are at least 1");
        }
    }

    /** @throws IllegalArgumentException names what is wrong */
    static SpeedSettings of(List<String> measures, String... arguments) {
        int rounds = 5;
        int warmUp = 2;
        int jobs = 50_000;
        var only = new LinkedHashSet<String>();
        var load = Duration.ofSeconds(8);
        var sustain = Duration.ofMinutes(2);
        boolean report = false;
        boolean keep = false;
        var api = new TreeMap<String, String>();
        var worker = new TreeMap<String, String>();
        for (var it : arguments) {
            var parts = it.split("=", 2);
            var value = parts.length == 2 ? parts[1] : "";
            switch (parts[0]) {
                case "--runs" -> rounds = number(it, value);
                case "--warm-up" -> warmUp = number(it, value);
                case "--jobs" -> jobs = number(it, value);
                case "--seconds" -> load = Duration.ofSeconds(number(it, value));
                case "--sustain" -> sustain = Duration.ofSeconds(number(it, value));
                case "--only" -> only.addAll(Arrays.asList(value.split(",")));
                case "--report" -> report = true;
                case "--keep" -> keep = true;
                case String name when name.startsWith("--api:") -> api.put(name.substring(6), value);
                case String name when name.startsWith("--worker:") -> worker.put(name.substring(9), value);
                default -> throw new IllegalArgumentException("'%s' is unknown; there are%n%s".formatted(it,
                        help(measures)));
            }
        }
        if (!measures.containsAll(only)) {
            throw new IllegalArgumentException("--only takes some of %s, not %s".formatted(measures, only));
        }
        return new SpeedSettings(rounds, warmUp, jobs, only, load, sustain, report, keep, api, worker);
    }

    static String help(List<String> measures) {
        return HELP.formatted(String.join(",", measures));
    }

    boolean includes(String measure) {
        return only.isEmpty() || only.contains(measure);
    }

    private static int number(String argument, String value) {
        if (!value.matches("\\d{1,6}")) {
            throw new IllegalArgumentException("'" + argument + "' is no number");
        }
        return Integer.parseInt(value);
    }
}
