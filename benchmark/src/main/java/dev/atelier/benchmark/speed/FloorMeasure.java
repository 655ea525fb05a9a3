package dev.atelier.benchmark.speed;

import java.util.List;

import dev.atelier.benchmark.speed.report.Bar;
import dev.atelier.benchmark.speed.report.Row;

/** What the machine gives, without us. */
final class FloorMeasure implements Measure {
    static final int ROW_JOBS = 5_000;
    static final int BATCHED_JOBS = 50_000;

    @Override
    public String name() {
        return "floor";
    }

    @Override
    public List<Row> run(Bench bench) throws Exception {
        var rates = Rounds.of(bench.settings(), () -> bench.floor().batched(BATCHED_JOBS),
                () -> bench.floor().row(ROW_JOBS));
        return List.of(new Row("the floor: plain JDBC and amqp-client, batched", "jobs/s", rates.ours(it -> it),
                rates.reference(it -> it), "one row at a time", new Bar.None()));
    }
}
