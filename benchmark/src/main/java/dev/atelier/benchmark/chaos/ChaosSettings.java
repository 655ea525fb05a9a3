package dev.atelier.benchmark.chaos;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What a run does, from its command line.
 *
 * @param rate         jobs a second
 * @param load         for how long, in the chaos itself
 * @param seed         of the faults: which, of whom, when
 * @param apis         api-service instances
 * @param workers      worker-service instances
 * @param settleWithin how long after the last fault every job must have ended
 * @param scenarios    whether a killed worker's job and a rolling restart are measured as well
 * @param report       whether the result is written to {@code benchmark/results}
 * @param keep         whether logs and data stay even when all is well
 */
record ChaosSettings(int rate, Duration load, long seed, int apis, int workers, Duration settleWithin,
        boolean scenarios, boolean report, boolean keep) {
    private static final Set<String> FLAGS = Set.of("no-scenarios", "report", "keep");
    private static final List<String> NUMBERS = List.of("rate", "seconds", "seed", "apis", "workers", "settle");

    ChaosSettings {
        if (rate < 1 || load.isNegative() || load.isZero()) {
            throw new IllegalArgumentException("--rate and --seconds are at least 1");
        }
        if (workers < 2) {
            throw new IllegalArgumentException("--workers is at least 2: somebody must take over");
        }
    }

    /** @throws IllegalArgumentException says what may be given */
    static ChaosSettings of(String... arguments) {
        var given = new HashMap<String, String>();
        for (var it : arguments) {
            var parts = it.split("=", 2);
            var name = parts[0].startsWith("--") ? parts[0].substring(2) : "";
            boolean number = parts.length == 2 && NUMBERS.contains(name) && parts[1].matches("\\d{1,18}");
            if (!number && !(parts.length == 1 && FLAGS.contains(name))) {
                throw new IllegalArgumentException("'%s' is none of %s, each =number, %s".formatted(it,
                        NUMBERS.stream().map(known -> "--" + known).toList(),
                        FLAGS.stream().sorted().map(known -> "--" + known).toList()));
            }
            given.put(name, parts.length == 2 ? parts[1] : "");
        }
        return new ChaosSettings(number(given, "rate", 50), Duration.ofSeconds(number(given, "seconds", 120)),
                given.containsKey("seed")
                        ? Long.parseLong(given.get("seed"))
                        : ThreadLocalRandom.current().nextLong(1_000_000),
                number(given, "apis", 2), number(given, "workers", 3),
                Duration.ofSeconds(number(given, "settle", 60)), !given.containsKey("no-scenarios"),
                given.containsKey("report"), given.containsKey("keep"));
    }

    private static int number(HashMap<String, String> given, String name, int otherwise) {
        return given.containsKey(name) ? Integer.parseInt(given.get(name)) : otherwise;
    }

    /** The arguments of this very run. */
    String command() {
        return String.join(" ", Arrays.asList("--rate=" + rate, "--seconds=" + load.toSeconds(), "--seed=" + seed,
                "--apis=" + apis, "--workers=" + workers));
    }
}
