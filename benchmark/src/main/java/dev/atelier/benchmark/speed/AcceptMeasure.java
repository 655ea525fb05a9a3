package dev.atelier.benchmark.speed;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.atelier.benchmark.speed.load.Wrk;
import dev.atelier.benchmark.speed.load.WrkResult;
import dev.atelier.benchmark.speed.report.Bar;
import dev.atelier.benchmark.speed.report.Row;

/** POST generate, authenticated and checked, 202 after the commit; beside a POST that inserts one row. No worker runs. */
final class AcceptMeasure implements Measure {
    static final int CONNECTIONS = 64;

    @Override
    public String name() {
        return "accept";
    }

    @Override
    public List<Row> run(Bench bench) throws Exception {
        bench.workersOff();
        var rounds = Rounds.of(bench.settings(), () -> accept(bench), () -> insert(bench));
        bench.clean();
        return List.of(
                new Row("durable accept over HTTP, 64 connections, worker off", "requests/s",
                        rounds.ours(WrkResult::perSecond), rounds.reference(WrkResult::perSecond),
                        "minimal POST with one INSERT", new Bar.AtLeastTimes(1.0)),
                new Row("the same, p99", "ms", rounds.ours(WrkResult::p99), rounds.reference(WrkResult::p99),
                        "minimal POST with one INSERT", new Bar.AtMostTimes(2.0)));
    }

    static WrkResult accept(Bench bench) throws Exception {
        bench.clean();
        return acceptMore(bench);
    }

    /** On what is in the tables. */
    static WrkResult acceptMore(Bench bench) throws Exception {
        var body = bench.body(Bench.KIE);
        bench.client().submit(body);
        int before = bench.rows().count("select count(*) from generation_jobs");
        var result = bench.wrk()
                .run(bench.api().base(), List.of(post(ApiClient.GENERATE, bench.client().caller(), body)),
                        CONNECTIONS, bench.settings().load());
        int stored = bench.rows().count("select count(*) from generation_jobs") - before;
        if (stored < result.requests()) {
            throw new IllegalStateException("%d were accepted and %d are stored".formatted(result.requests(), stored));
        }
        return result;
    }

    private static WrkResult insert(Bench bench) throws Exception {
        return bench.wrk()
                .run(bench.baseline().base(), List.of(post("/rows", Map.of(), bench.body(Bench.KIE))),
                        CONNECTIONS, bench.settings().load());
    }

    private static Wrk.Request post(String path, Map<String, String> caller, String body) {
        var headers = new HashMap<>(caller);
        headers.put("Content-Type", "application/json");
        return new Wrk.Request("POST", path, headers, body);
    }
}
