package dev.atelier.benchmark.speed.report;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** The same figure, measured several times. */
public record Series(List<Double> values) {
    public Series {
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
    }

    public static Series of(double... values) {
        return new Series(Arrays.stream(values).boxed().toList());
    }

    public double median() {
        return percentile(values, 50);
    }

    public double min() {
        return percentile(values, 0);
    }

    public double max() {
        return percentile(values, 100);
    }

    /** Between two neighbours, what lies between them in proportion. */
    public static double percentile(Collection<? extends Number> values, double percent) {
        if (values.isEmpty() || percent < 0 || percent > 100) {
            throw new IllegalArgumentException("no %s %% of %d values".formatted(percent, values.size()));
        }
        var sorted = values.stream().mapToDouble(Number::doubleValue).sorted().toArray();
        double place = percent / 100 * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
    }
}
