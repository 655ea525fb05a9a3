package dev.atelier.benchmark.speed;

import java.util.ArrayList;
import java.util.List;

import dev.atelier.benchmark.speed.report.Series;

/** Measures two things in turn, so that what the machine does meanwhile falls on both. */
final class Rounds<T> {
    private final List<T> ours = new ArrayList<>();
    private final List<T> reference = new ArrayList<>();

    @FunctionalInterface
    interface Step<T> {
        T run() throws Exception;
    }

    @FunctionalInterface
    interface Figure<T> {
        double of(T result);
    }

    /** The first rounds are for the JIT compilers, and are not kept. */
    static <T> Rounds<T> of(SpeedSettings settings, Step<T> ours, Step<T> reference) throws Exception {
        for (int round = 0; round < settings.warmUp(); round++) {
            ours.run();
            reference.run();
        }
        return ofWarm(settings.rounds(), ours, reference);
    }

    /** All rounds are kept. */
    static <T> Rounds<T> ofWarm(int rounds, Step<T> ours, Step<T> reference) throws Exception {
        var all = new Rounds<T>();
        for (int round = 0; round < rounds; round++) {
            all.ours.add(ours.run());
            all.reference.add(reference.run());
        }
        return all;
    }

    Series ours(Figure<T> figure) {
        return series(ours, figure);
    }

    Series reference(Figure<T> figure) {
        return series(reference, figure);
    }

    private static <T> Series series(List<T> results, Figure<T> figure) {
        return new Series(results.stream().map(figure::of).toList());
    }
}
