package dev.atelier.worker.simulation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Thousands of runs, each from its seed. One that fails is run again by {@code -Datelier.simulation.seed=<n>};
 * {@code -Datelier.simulation.seeds=<count>} runs more of them, {@code -Datelier.simulation.from=<n>} others. Even seeds are
 * about safety, odd ones about liveness.
 */
class SimulationTest {
    private static final int DATABASES = Math.max(2, Runtime.getRuntime().availableProcessors());
    private static final List<SimulatedDatabase> databases = new ArrayList<>();
    private static final QuietLogs logs = new QuietLogs();
    private static SimulationCatalog catalogs;

    @BeforeAll
    static void createDatabases(@TempDir Path folder) throws Exception {
        var files = SimulationCatalog.write(folder);
        for (int i = 0; i < DATABASES; i++) {
            databases.add(new SimulatedDatabase(files, Files.createTempDirectory(folder, "outputs")));
        }
        catalogs = SimulationCatalog.read(databases.getFirst().plain());
    }

    @AfterAll
    static void closeDatabases() throws SQLException {
        for (var database : databases) {
            database.close();
        }
        logs.close();
    }

    @Test
    void whatever_happens_no_job_is_lost_and_none_is_paid_for_twice() throws InterruptedException, ExecutionException {
        var seed = Long.getLong("atelier.simulation.seed");
        long from = seed != null ? seed : Long.getLong("atelier.simulation.from", 1);
        long end = seed != null ? seed + 1 : from + Long.getLong("atelier.simulation.seeds", 2000);
        var next = new AtomicLong(from);
        var failures = new ConcurrentLinkedQueue<String>();
        var faults = new TreeMap<String, Integer>();
        try (var threads = Executors.newFixedThreadPool(databases.size())) {
            var all = databases.stream().map(database -> threads.submit(() -> {
                for (long one = next.getAndIncrement(); one < end && failures.size() < 5; one = next
                        .getAndIncrement()) {
                    var run = run(database, one);
                    add(faults, run.faults());
                    if (!run.violations().isEmpty()) {
                        failures.add(report(one, run));
                    } else if (seed != null) {
                        System.out.println(report(one, run));
                    }
                }
            })).toList();
            for (var one : all) {
                one.get();
            }
        }
        if (!failures.isEmpty()) {
            fail(String.join("\n\n", failures));
        }
        System.out.println("simulation: " + (end - from) + " seeds from " + from + ", faults " + faults);
    }

    @Test
    void the_same_seed_is_the_same_run() {
        for (long seed = 1; seed <= 60; seed++) {
            var first = run(databases.getFirst(), seed).log();
            var second = run(databases.getLast(), seed).log();
            assertThat(second).as("seed " + seed).isEqualTo(first);
        }
    }

    private static Simulation run(SimulatedDatabase database, long seed) {
        var run = Simulation.of(database, catalogs, seed);
        if (seed % 2 == 0) {
            run.beSafe();
        } else {
            run.beLive();
        }
        return run;
    }

    private static void add(Map<String, Integer> sum, Map<String, Integer> more) {
        synchronized (sum) {
            more.forEach((fault, count) -> sum.merge(fault, count, Integer::sum));
        }
    }

    private static String report(long seed, Simulation run) {
        return "seed " + seed + " (" + (seed % 2 == 0 ? "safety" : "liveness") + ") broke:\n  "
                + String.join("\n  ", run.violations()) + "\nwhat happened:\n  " + String.join("\n  ", run.log())
                + "\nrun it again with -Dtest=SimulationTest -Datelier.simulation.seed=" + seed;
    }
}
