package dev.atelier.benchmark.speed;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import dev.atelier.benchmark.speed.load.Load;
import dev.atelier.benchmark.speed.report.Bar;
import dev.atelier.benchmark.speed.report.Row;

/** How long a job waits for us when there is little to do: before its provider is called, and after it has called back. */
final class LatencyMeasure implements Measure {
    private static final Duration TIME = Duration.ofSeconds(20);
    private static final Duration PROBE = Duration.ofSeconds(20);
    private static final Duration LONGEST_TAIL = Duration.ofMinutes(1);
    private static final int LANES = 16;
    /** By the database's clock and the API's, which on one machine are the same; the commit, not when its transaction began. */
    private static final String CALLBACK_TO_COMMIT = """
            select extract(epoch from pg_xact_commit_timestamp(j.xmin) - e.received_at) * 1000
              from webhook_events e join generation_jobs j on j.id = e.job_id
             where j.status = 'COMPLETED'""";

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public List<Row> run(Bench bench) throws Exception {
        double most = Chain.run(bench, PROBE).perSecond();
        double rate = Math.max(1, most / 5);
        var calls = new ArrayList<List<Double>>();
        var ends = new ArrayList<List<Double>>();
        for (int round = 0; round < bench.settings().rounds(); round++) {
            bench.clean();
            bench.simulator().reset();
            bench.simulator().faults("{\"kie\": {\"delay\": \"1s\"}}");
            var took = new Load(bench.api().base(), List.of(new Load.Post(ApiClient.GENERATE,
                    bench.client().caller(), bench.body(Bench.KIE))), LANES, 202).run(Load.fixed(rate, TIME));
            settle(bench, took.size());
            calls.add(untilCalled(bench));
            ends.add(bench.rows().query(CALLBACK_TO_COMMIT, row -> row.getDouble(1)));
        }
        bench.workersOff();
        bench.clean();
        var at = "at a fifth of the chain's rate (%.0f jobs/s): ".formatted(rate);
        return List.of(
                Row.alone(at + "accepted → provider called, p50", "ms", CallbackMeasure.percentile(calls, 50),
                        new Bar.AtMost(15)),
                Row.alone("the same, p99", "ms", CallbackMeasure.percentile(calls, 99), new Bar.AtMost(100)),
                Row.alone("callback → COMPLETED committed, p50", "ms", CallbackMeasure.percentile(ends, 50),
                        new Bar.AtMost(20)),
                Row.alone("the same, p99", "ms", CallbackMeasure.percentile(ends, 99), new Bar.AtMost(120)));
    }

    private static void settle(Bench bench, int jobs) throws SQLException, InterruptedException {
        long end = System.nanoTime() + LONGEST_TAIL.toNanos();
        while (bench.rows().anyLive() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(200);
        }
        if (bench.rows().completed() != jobs) {
            throw new IllegalStateException("of %d jobs %d are completed".formatted(jobs, bench.rows().completed()));
        }
    }

    /** The simulator's time is whole milliseconds, cut off. */
    private static List<Double> untilCalled(Bench bench) throws SQLException, IOException, InterruptedException {
        var charged = charges(bench);
        record Created(UUID job, double at) {}
        return bench.rows()
                .query("select id, extract(epoch from created_at) * 1000 from generation_jobs",
                        row -> new Created(row.getObject(1, UUID.class), row.getDouble(2)))
                .stream()
                .map(it -> {
                    var at = charged.get(it.job());
                    if (at == null) {
                        throw new IllegalStateException("the provider was never called for " + it.job());
                    }
                    return at.toEpochMilli() - it.at();
                })
                .toList();
    }

    /** By job, when the provider took it. */
    static Map<UUID, Instant> charges(Bench bench) throws IOException, InterruptedException {
        var all = new HashMap<UUID, Instant>();
        for (var it : bench.simulator().charges()) {
            all.put(UUID.fromString(it.path("reference").asString()), Instant.parse(it.path("at").asString()));
        }
        return all;
    }
}
