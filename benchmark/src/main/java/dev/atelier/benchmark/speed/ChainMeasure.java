package dev.atelier.benchmark.speed;

import java.util.ArrayList;
import java.util.List;

import dev.atelier.benchmark.speed.report.Bar;
import dev.atelier.benchmark.speed.report.Row;
import dev.atelier.benchmark.speed.report.Series;

/** POST, provider's call, signed callback, completed: everything on the same cores; beside the floor. */
final class ChainMeasure implements Measure {
    @Override
    public String name() {
        return "chain";
    }

    @Override
    public List<Row> run(Bench bench) throws Exception {
        var chains = new ArrayList<Chain.Figures>();
        var floors = new ArrayList<Double>();
        for (int round = -bench.settings().warmUp(); round < bench.settings().rounds(); round++) {
            var chain = Chain.run(bench, bench.settings().sustain());
            // Not off: a worker that is started anew has to be compiled anew, for minutes.
            bench.workersPaused(true);
            double floor = bench.floor().batched(FloorMeasure.BATCHED_JOBS);
            bench.workersPaused(false);
            bench.say("chain: %.0f jobs/s, floor %.0f".formatted(chain.perSecond(), floor));
            if (round >= 0) {
                chains.add(chain);
                floors.add(floor);
            }
        }
        bench.clean();
        var rows = new ArrayList<Row>();
        rows.add(new Row("the whole chain over HTTP, %d s, 0 errors".formatted(bench.settings().sustain().toSeconds()),
                "jobs/s", series(chains, Chain.Figures::perSecond), new Series(floors), "batched floor",
                new Bar.AtLeastTimes(0.15)));
        rows.add(new Row("its open jobs, the last quarter beside the first", "jobs",
                series(chains, Chain.Figures::openAtLast), series(chains, Chain.Figures::openAtFirst), "first quarter",
                new Bar.AtMostTimes(1.1)));
        chains.getFirst()
                .spent()
                .keySet()
                .forEach(it -> rows.add(Row.alone("its " + it.what(), it.unit(),
                        series(chains, chain -> chain.spent().getOrDefault(it, 0.0)), new Bar.None())));
        return rows;
    }

    private static Series series(List<Chain.Figures> chains, Rounds.Figure<Chain.Figures> figure) {
        return new Series(chains.stream().map(figure::of).toList());
    }
}
