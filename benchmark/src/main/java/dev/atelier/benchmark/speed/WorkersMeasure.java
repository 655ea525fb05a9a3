package dev.atelier.benchmark.speed;

import java.util.List;

import dev.atelier.benchmark.speed.report.Bar;
import dev.atelier.benchmark.speed.report.Row;

/** A second worker, when what they wait for is a provider that is slow to answer: so slow that the CPU of a fresh process suffices. */
final class WorkersMeasure implements Measure {
    private static final int JOBS = 640;
    private static final String SLOW = """
            {"kie": {"delay": "100ms", "slowAnswerPercent": 100, "slowAnswerBy": "4s"}}""";

    @Override
    public String name() {
        return "workers";
    }

    @Override
    public List<Row> run(Bench bench) throws Exception {
        bench.simulator().reset();
        bench.simulator().faults(SLOW);
        var rounds = Rounds.ofWarm(bench.settings().rounds(), () -> drain(bench, 2), () -> drain(bench, 1));
        bench.workersOff();
        bench.clean();
        bench.simulator().reset();
        return List.of(new Row("two workers, provider answers after 4 s", "jobs/s", rounds.ours(it -> it),
                rounds.reference(it -> it), "one worker", new Bar.AtLeastTimes(1.6)));
    }

    private static double drain(Bench bench, int workers) throws Exception {
        bench.workersOff();
        bench.clean();
        return PipelineMeasure.drain(bench, Bench.KIE, workers, JOBS);
    }
}
