package dev.atelier.benchmark.speed;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import dev.atelier.benchmark.processes.ServiceProcess;
import dev.atelier.benchmark.speed.load.Load;

/**
 * Jobs over HTTP from the POST to the end, as many as are finished: a new one goes in when one has come out, so what is measured
 * is what the whole chain sustains, and nothing piles up anywhere unseen.
 */
final class Chain {
    /** So that the provider works a moment, and the callback does not come with the answer. */
    static final String FAULTS = "{\"kie\": {\"delay\": \"100ms\"}}";

    private static final int OPEN = 2000;
    private static final int LANES = 64;
    /** To count takes PostgreSQL 16 ms among the leavings of a busy index: ten times a second, that was a fifth of its work. */
    private static final long LOOK_EVERY_MILLIS = 500;
    /** What came out between two looks goes in evenly until the next one. */
    private static final int PORTIONS = 10;
    private static final Duration WARM_UP = Duration.ofSeconds(15);
    private static final Duration LONGEST_TAIL = Duration.ofMinutes(3);

    private final Bench bench;
    private final Semaphore permits = new Semaphore(0);
    private final List<Integer> open = new ArrayList<>();
    private volatile boolean over;

    private Chain(Bench bench) {
        this.bench = bench;
    }

    /**
     * @param perSecond   jobs that ended
     * @param openAtFirst jobs that had not ended, on average over the first quarter
     * @param openAtLast  the same over the last quarter
     * @param spent       of something, a job: by what it is and whose
     */
    record Figures(double perSecond, double openAtFirst, double openAtLast, Map<Spent, Double> spent) {}

    /** @param unit of one job */
    record Spent(String what, String unit) {}

    /** @throws IllegalStateException when a job was refused, failed or did not end */
    static Figures run(Bench bench, Duration time) throws Exception {
        bench.workers(1);
        bench.clean();
        bench.simulator().reset();
        bench.simulator().faults(FAULTS);
        return new Chain(bench).run(time);
    }

    private Figures run(Duration time) throws Exception {
        var load = new Load(bench.api().base(), List.of(new Load.Post(ApiClient.GENERATE, bench.client().caller(),
                bench.body(Bench.KIE))), LANES, 202);
        try (var threads = Executors.newSingleThreadExecutor();
                var live = new LiveJobs(bench.installation().database())) {
            var sent = threads.submit(() -> load.run(number -> {
                permits.acquire();
                return over ? -1 : System.nanoTime();
            }));
            try {
                regulate(live, WARM_UP);
                open.clear();
                var before = spent();
                int ended = bench.rows().completed();
                long start = System.nanoTime();
                regulate(live, time);
                double took = (System.nanoTime() - start) / 1e9;
                int jobs = bench.rows().completed() - ended;
                var after = spent();
                over = true;
                permits.release(LANES);
                settle(sent.get().size(), live);
                var perJob = new LinkedHashMap<Spent, Double>();
                after.forEach((what, sum) -> perJob.put(what, (sum - before.getOrDefault(what, 0.0)) / jobs));
                return new Figures(jobs / took, average(open.subList(0, Math.max(1, open.size() / 4))),
                        average(open.subList(open.size() * 3 / 4, open.size())), perJob);
            } finally {
                over = true;
                permits.release(LANES);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("the load broke off", e.getCause());
        }
    }

    /** Lets in what is missing, and as many as will probably end until the next look: as many as since the last one. */
    private void regulate(LiveJobs live, Duration time) throws SQLException, InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        int released = 0;
        int before = live.count();
        while (System.nanoTime() < end) {
            int now = live.count();
            open.add(now);
            int ended = before + released - permits.availablePermits() - now;
            int more = Math.max(0, OPEN - now - permits.availablePermits() + ended);
            released = permits.availablePermits() + more;
            before = now;
            for (int portion = 0; portion < PORTIONS; portion++) {
                permits.release(more * (portion + 1) / PORTIONS - more * portion / PORTIONS);
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS / PORTIONS);
            }
        }
    }

    private void settle(int sent, LiveJobs live) throws SQLException, InterruptedException {
        long end = System.nanoTime() + LONGEST_TAIL.toNanos();
        while (live.count() > 0 && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        }
        int completed = bench.rows().completed();
        if (completed != sent) {
            throw new IllegalStateException("of %d accepted jobs %d are completed".formatted(sent, completed));
        }
    }

    private Map<Spent, Double> spent() throws IOException, InterruptedException, SQLException {
        var installation = bench.installation();
        var worker = installation.workers().getFirst();
        var all = new LinkedHashMap<Spent, Double>();
        all.put(cpu("api-service"), millis(ProcessFigures.of(bench.api().pid()).cpuSeconds()));
        all.put(cpu("worker-service"), millis(ProcessFigures.of(worker.pid()).cpuSeconds()));
        all.put(cpu("PostgreSQL"), millis(ProcessFigures.of(installation.database().pid()).treeCpuSeconds()));
        all.put(cpu("RabbitMQ"), millis(ProcessFigures.of(installation.broker().pid()).cpuSeconds()));
        all.put(cpu("simulator"), millis(ProcessFigures.of(bench.simulator().pid()).cpuSeconds()));
        all.put(cpu("the load"), millis(ProcessFigures.of(ProcessHandle.current().pid()).cpuSeconds()));
        all.put(new Spent("allocated by api-service", "KiB a job"), allocatedKibibytes(bench.api()));
        all.put(new Spent("allocated by worker-service", "KiB a job"), allocatedKibibytes(worker));
        all.put(new Spent("SQL statements of both", "a job"), bench.rows().statements());
        return all;
    }

    private static Spent cpu(String process) {
        return new Spent("CPU, " + process, "ms a job");
    }

    private static double millis(double seconds) {
        return seconds * 1000;
    }

    private static double allocatedKibibytes(ServiceProcess service) throws IOException, InterruptedException {
        return service.metric("jvm_gc_memory_allocated_bytes_total") / 1024;
    }

    private static double average(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).average().orElseThrow();
    }
}
