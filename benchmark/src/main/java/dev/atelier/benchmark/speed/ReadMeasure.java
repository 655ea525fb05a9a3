package dev.atelier.benchmark.speed;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.atelier.benchmark.speed.load.Wrk;
import dev.atelier.benchmark.speed.load.WrkResult;
import dev.atelier.benchmark.speed.report.Bar;
import dev.atelier.benchmark.speed.report.Row;

/**
 * GET of finished jobs, with their outputs: of those that are polled, which api-service has answered before, of each for the first time,
 * and by ETag; beside a GET that reads one row of as many bytes.
 */
final class ReadMeasure implements Measure {
    /** More than can be asked for in one load, and many times more than api-service keeps answers. */
    private static final int JOBS = 60_000;
    /** Different ones, so that it is not one row's cache line that is measured. */
    private static final int POLLED = 200;

    @Override
    public String name() {
        return "read";
    }

    @Override
    public List<Row> run(Bench bench) throws Exception {
        bench.workersOff();
        bench.clean();
        bench.rows().finished(Bench.KIE, JOBS);
        bench.rows().settle();
        var once = new ArrayList<Wrk.Request>();
        var polled = new ArrayList<Wrk.Request>();
        var known = new ArrayList<Wrk.Request>();
        int length = 0;
        for (var it : bench.rows().finishedIds(JOBS)) {
            var path = ApiClient.JOBS + it;
            once.add(Wrk.Request.get(path, bench.client().caller()));
            if (polled.size() == POLLED) {
                continue;
            }
            var answer = bench.client().get(path);
            length = answer.body().length();
            var etag = answer.headers().firstValue("ETag").orElseThrow();
            bench.client().get(path, Map.of("If-None-Match", etag), 304);
            polled.add(once.getLast());
            var headers = new HashMap<>(bench.client().caller());
            headers.put("If-None-Match", etag);
            known.add(Wrk.Request.get(path, headers));
        }
        var reference = rows(bench, length);
        var polls = Rounds.of(bench.settings(), () -> ours(bench, polled), () -> baseline(bench, reference));
        var onces = Rounds.of(bench.settings(), () -> ours(bench, once), () -> baseline(bench, reference));
        var knowns = Rounds.of(bench.settings(), () -> ours(bench, known), () -> baseline(bench, reference));
        bench.clean();
        var against = "minimal GET of one row, as many bytes";
        return List.of(
                new Row("GET a job that is polled, authenticated, with its output", "requests/s",
                        polls.ours(WrkResult::perSecond), polls.reference(WrkResult::perSecond), against,
                        new Bar.AtLeastTimes(0.7)),
                new Row("the same, each job once", "requests/s", onces.ours(WrkResult::perSecond),
                        onces.reference(WrkResult::perSecond), against, new Bar.AtLeastTimes(0.7)),
                new Row("the same by ETag, 304", "requests/s", knowns.ours(WrkResult::perSecond),
                        knowns.reference(WrkResult::perSecond), against, new Bar.AtLeastTimes(1.0)));
    }

    /** Rows of the comparison program whose answers are about as long. */
    private static List<Wrk.Request> rows(Bench bench, int length) throws SQLException {
        var requests = new ArrayList<Wrk.Request>();
        // id, status, time and the names of them take the rest.
        var body = "x".repeat(Math.max(1, length - 120));
        try (var connection = bench.installation().database().connect();
                var insert = connection
                        .prepareStatement("insert into baseline_rows (id, status, body) values (?, ?, ?)");
                var analyze = connection.createStatement()) {
            for (int i = 0; i < POLLED; i++) {
                var id = UUID.randomUUID();
                insert.setObject(1, id);
                insert.setString(2, "COMPLETED");
                insert.setString(3, body);
                insert.executeUpdate();
                requests.add(Wrk.Request.get("/rows/" + id, Map.of()));
            }
            analyze.execute("vacuum analyze baseline_rows");
        }
        return requests;
    }

    private static WrkResult ours(Bench bench, List<Wrk.Request> requests) throws Exception {
        return bench.wrk().run(bench.api().base(), requests, AcceptMeasure.CONNECTIONS, bench.settings().load());
    }

    private static WrkResult baseline(Bench bench, List<Wrk.Request> requests) throws Exception {
        return bench.wrk().run(bench.baseline().base(), requests, AcceptMeasure.CONNECTIONS, bench.settings().load());
    }
}
