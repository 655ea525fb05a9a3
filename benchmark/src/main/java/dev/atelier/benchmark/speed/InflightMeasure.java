package dev.atelier.benchmark.speed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import dev.atelier.benchmark.speed.report.Bar;
import dev.atelier.benchmark.speed.report.Row;
import dev.atelier.benchmark.speed.report.Series;

/** Very many jobs at the provider at once, none of which calls back: checks must find them, and waiting must cost nothing. */
final class InflightMeasure implements Measure {
    private static final int JOBS = 10_000;
    private static final Duration WORK = Duration.ofSeconds(60);
    /** What a job of that age is looked at again after: half its age. */
    private static final Duration CHECK_INTERVAL = WORK.dividedBy(2);
    private static final Duration LONGEST = Duration.ofMinutes(6);
    private static final String SILENT = """
            {"kie": {"delay": "%ds", "callbackLostPercent": 100}}""".formatted(WORK.toSeconds());

    @Override
    public String name() {
        return "inflight";
    }

    @Override
    public List<Row> run(Bench bench) throws Exception {
        var lags = new ArrayList<List<Double>>();
        var most = new ArrayList<Double>();
        var memoryAtFirst = new ArrayList<Double>();
        var memoryAtLast = new ArrayList<Double>();
        for (int round = 0; round < bench.settings().rounds(); round++) {
            bench.workers(1);
            bench.clean();
            bench.simulator().reset();
            bench.simulator().faults(SILENT);
            bench.rows().waiting(Bench.KIE, JOBS);
            var memory = new ArrayList<Double>();
            most.add(watch(bench, memory));
            lags.add(lags(bench));
            memoryAtFirst.add(Series.percentile(memory.subList(0, Math.max(1, memory.size() / 4)), 50));
            memoryAtLast.add(Series.percentile(memory.subList(memory.size() * 3 / 4, memory.size()), 50));
        }
        bench.workersOff();
        bench.clean();
        bench.simulator().reset();
        return List.of(
                Row.alone("10,000 jobs of 60 s at the provider, callbacks lost: at the provider at once", "jobs",
                        new Series(most), new Bar.None()),
                Row.alone("all found by checks, median lag after the provider was done", "s",
                        CallbackMeasure.percentile(lags, 50), new Bar.AtMost(CHECK_INTERVAL.toSeconds())),
                new Row("the worker's memory meanwhile, last quarter of the time", "MiB", new Series(memoryAtLast),
                        new Series(memoryAtFirst), "first quarter", new Bar.AtMostTimes(1.1)));
    }

    /** Until the last has ended. @return the most that were at the provider at a time */
    private static double watch(Bench bench, List<Double> memory) throws Exception {
        var worker = ProcessFigures.of(bench.installation().workers().getFirst().pid());
        long end = System.nanoTime() + LONGEST.toNanos();
        int most = 0;
        while (bench.rows().anyLive()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("%d of %d jobs were not found within %s".formatted(bench.rows().live(),
                        JOBS, LONGEST));
            }
            int there = bench.rows().count("select count(*) from generation_jobs where status = 'PROCESSING'");
            most = Math.max(most, there);
            memory.add(worker.residentMebibytes());
            TimeUnit.SECONDS.sleep(1);
        }
        if (bench.rows().completed() != JOBS) {
            throw new IllegalStateException("%d of %d jobs are completed".formatted(bench.rows().completed(), JOBS));
        }
        return most;
    }

    /** Seconds from when the provider was done until the job was. */
    private static List<Double> lags(Bench bench) throws Exception {
        var charged = LatencyMeasure.charges(bench);
        record Finished(UUID job, double at) {}
        return bench.rows()
                .query("select id, extract(epoch from finished_at) from generation_jobs",
                        row -> new Finished(row.getObject(1, UUID.class), row.getDouble(2)))
                .stream()
                .map(it -> {
                    var at = charged.get(it.job());
                    if (at == null) {
                        throw new IllegalStateException("the provider was never called for " + it.job());
                    }
                    return it.at() - at.plus(WORK).toEpochMilli() / 1000.0;
                })
                .toList();
    }
}
