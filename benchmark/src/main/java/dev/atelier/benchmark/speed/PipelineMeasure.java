package dev.atelier.benchmark.speed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.atelier.benchmark.speed.report.Bar;
import dev.atelier.benchmark.speed.report.Row;
import dev.atelier.benchmark.speed.report.Series;

/** Jobs that wait are drained by one worker whose provider answers at once and calls back; beside the floor. */
final class PipelineMeasure implements Measure {
    private static final Duration LONGEST = Duration.ofMinutes(10);
    /** A look takes PostgreSQL 8 ms among the leavings of a busy index; when the last job was done is known all the same. */
    private static final long LOOK_EVERY_MILLIS = 500;

    @Override
    public String name() {
        return "pipeline";
    }

    @Override
    public List<Row> run(Bench bench) throws Exception {
        int jobs = bench.settings().jobs();
        var ours = new ArrayList<Double>();
        var batched = new ArrayList<Double>();
        var row = new ArrayList<Double>();
        for (int round = -bench.settings().warmUp(); round < bench.settings().rounds(); round++) {
            double drained = drain(bench, jobs);
            bench.workersPaused(true);
            double floor = bench.floor().batched(jobs);
            double rowFloor = bench.floor().row(FloorMeasure.ROW_JOBS);
            bench.workersPaused(false);
            bench.say("pipeline: %.0f jobs/s, floor %.0f batched, %.0f by row".formatted(drained, floor, rowFloor));
            if (round >= 0) {
                ours.add(drained);
                batched.add(floor);
                row.add(rowFloor);
            }
        }
        bench.clean();
        var what = "%,d waiting jobs drained by one worker, provider in process".formatted(jobs);
        return List.of(
                new Row(what, "jobs/s", new Series(ours), new Series(batched), "batched floor",
                        new Bar.AtLeastTimes(0.8)),
                new Row("the same", "jobs/s", new Series(ours), new Series(row), "row floor", new Bar.AtLeastTimes(5)));
    }

    /** @return jobs a second, from when the worker may begin until the last is completed */
    static double drain(Bench bench, int jobs) throws Exception {
        bench.workers(1);
        bench.clean();
        return drainMore(bench, jobs);
    }

    /** On what is in the tables. */
    static double drainMore(Bench bench, int jobs) throws Exception {
        return drain(bench, Bench.IN_PROCESS, 1, jobs);
    }

    /** The workers stand still while the jobs are stored, so that all are there when they begin. */
    static double drain(Bench bench, String provider, int workers, int jobs) throws Exception {
        bench.workers(workers);
        int before = bench.rows().completed();
        bench.workersPaused(true);
        double start;
        try {
            bench.rows().waiting(provider, jobs);
            bench.rows().settle();
            start = bench.rows().clock();
        } finally {
            bench.workersPaused(false);
        }
        long end = System.nanoTime() + LONGEST.toNanos();
        while (bench.rows().anyLive()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("%d of %d jobs are not done after %s".formatted(bench.rows().live(),
                        jobs, LONGEST));
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        }
        double took = bench.rows().lastCompletion() - start;
        int done = bench.rows().completed() - before;
        if (done != jobs) {
            throw new IllegalStateException("%d of %d jobs were completed".formatted(done, jobs));
        }
        return jobs / took;
    }
}
