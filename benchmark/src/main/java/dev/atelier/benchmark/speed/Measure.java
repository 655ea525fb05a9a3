package dev.atelier.benchmark.speed;

import java.util.List;

import dev.atelier.benchmark.speed.report.Row;

/** One line of the table, or a few that are measured together. It leaves the bench as it found it. */
interface Measure {
    /** As {@code --only} has it. */
    String name();

    List<Row> run(Bench bench) throws Exception;
}
