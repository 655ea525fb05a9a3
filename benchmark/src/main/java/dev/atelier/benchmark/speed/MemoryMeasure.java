package dev.atelier.benchmark.speed;

import java.time.Duration;
import java.util.List;
import java.util.TreeMap;

import dev.atelier.benchmark.speed.report.Bar;
import dev.atelier.benchmark.speed.report.Row;
import dev.atelier.benchmark.speed.report.Series;

/**
 * The most that each service has held, heap, code and threads included, under the loads of this run: therefore the last but one.
 * It brings the chain and the accepts itself, for when it runs alone.
 */
final class MemoryMeasure implements Measure {
    private static final int CONTAINER = 512;
    private static final Duration CHAIN = Duration.ofSeconds(30);

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public List<Row> run(Bench bench) throws Exception {
        Chain.run(bench, CHAIN);
        bench.workersOff();
        AcceptMeasure.accept(bench);
        bench.clean();
        bench.noteMemory(bench.api());
        return new TreeMap<>(bench.highWater()).entrySet()
                .stream()
                .map(it -> Row.alone("most memory of " + it.getKey(), "MiB", Series.of(it.getValue()),
                        new Bar.AtMost(CONTAINER)))
                .toList();
    }
}
