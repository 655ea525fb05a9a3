package dev.atelier.benchmark.speed;

import java.util.List;

import dev.atelier.benchmark.speed.load.WrkResult;
import dev.atelier.benchmark.speed.report.Bar;
import dev.atelier.benchmark.speed.report.Row;

/** The same rates on a table of a million finished jobs as on an empty one. */
final class GrowthMeasure implements Measure {
    private static final int FINISHED = 1_000_000;

    @Override
    public String name() {
        return "growth";
    }

    private record Rates(double drained, WrkResult accepted) {}

    @Override
    public List<Row> run(Bench bench) throws Exception {
        PipelineMeasure.drain(bench, bench.settings().jobs());
        AcceptMeasure.accept(bench);
        var rounds = Rounds.ofWarm(bench.settings().rounds(), () -> rates(bench, FINISHED), () -> rates(bench, 0));
        bench.workersOff();
        bench.clean();
        return List.of(
                new Row("waiting jobs drained, 1,000,000 finished ones in the table", "jobs/s",
                        rounds.ours(Rates::drained), rounds.reference(Rates::drained), "empty table",
                        new Bar.AtLeastTimes(0.85)),
                new Row("durable accept, 1,000,000 finished jobs in the table", "requests/s",
                        rounds.ours(it -> it.accepted().perSecond()), rounds.reference(it -> it.accepted().perSecond()),
                        "empty table", new Bar.AtLeastTimes(0.85)));
    }

    private static Rates rates(Bench bench, int finished) throws Exception {
        bench.workersOff();
        bench.clean();
        if (finished > 0) {
            bench.say("growth: storing %,d finished jobs".formatted(finished));
            bench.rows().finished(Bench.IN_PROCESS, finished);
        }
        double drained = PipelineMeasure.drainMore(bench, bench.settings().jobs());
        bench.workersOff();
        bench.rows().settle();
        return new Rates(drained, AcceptMeasure.acceptMore(bench));
    }
}
