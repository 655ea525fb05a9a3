package dev.atelier.benchmark.speed;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.atelier.benchmark.speed.load.Wrk;
import dev.atelier.benchmark.speed.load.WrkResult;
import dev.atelier.benchmark.speed.report.Bar;
import dev.atelier.benchmark.speed.report.Row;

/** The catalog, which is in memory; beside a GET of as many bytes from memory. */
final class ModelsMeasure implements Measure {
    @Override
    public String name() {
        return "models";
    }

    @Override
    public List<Row> run(Bench bench) throws Exception {
        bench.workersOff();
        var rows = new ArrayList<Row>();
        for (var path : List.of(ApiClient.MODELS, "/api/v1/models/" + bench.model(Bench.KIE) + "/capabilities")) {
            int bytes = bench.client().get(path).body().getBytes(StandardCharsets.UTF_8).length;
            var ours = List.of(Wrk.Request.get(path, bench.client().caller()));
            var reference = List.of(Wrk.Request.get("/bytes/" + bytes, Map.of()));
            var rounds = Rounds.of(bench.settings(),
                    () -> bench.wrk().run(bench.api().base(), ours, AcceptMeasure.CONNECTIONS, bench.settings().load()),
                    () -> bench.wrk()
                            .run(bench.baseline().base(), reference, AcceptMeasure.CONNECTIONS,
                                    bench.settings().load()));
            rows.add(new Row("GET " + (path.endsWith("capabilities") ? "/capabilities" : "/models"), "requests/s",
                    rounds.ours(WrkResult::perSecond), rounds.reference(WrkResult::perSecond),
                    "minimal GET of " + bytes + " bytes", new Bar.AtLeastTimes(0.9)));
        }
        return rows;
    }
}
