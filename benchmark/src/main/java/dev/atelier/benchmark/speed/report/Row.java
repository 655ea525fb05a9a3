package dev.atelier.benchmark.speed.report;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * One line of the table.
 *
 * @param what      is measured, and in what circumstances
 * @param unit      of both series
 * @param reference measured in turn with ours; null when the bar is a figure of its own
 * @param against   what the reference is
 */
public record Row(String what, String unit, Series ours, @Nullable Series reference, String against, Bar bar) {
    /** Without a reference. */
    public static Row alone(String what, String unit, Series ours, Bar bar) {
        return new Row(what, unit, ours, null, "", bar);
    }

    public Optional<Double> ratio() {
        return Optional.ofNullable(reference).map(it -> ours.median() / it.median());
    }

    /** Empty when there is nothing to meet. */
    public Optional<Boolean> isMet() {
        return switch (bar) {
            case Bar.AtLeastTimes(var times) -> ratio().map(it -> it >= times);
            case Bar.AtMostTimes(var times) -> ratio().map(it -> it <= times);
            case Bar.AtMost(var bound) -> Optional.of(ours.median() <= bound);
            case Bar.None() -> Optional.empty();
        };
    }
}
