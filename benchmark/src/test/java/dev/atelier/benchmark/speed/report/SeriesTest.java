package dev.atelier.benchmark.speed.report;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SeriesTest {
    @Test
    void the_median_is_in_the_middle_whatever_the_order() {
        assertThat(Series.of(5, 1, 3).median()).isEqualTo(3);
        assertThat(Series.of(4, 1, 3, 2).median()).isEqualTo(2.5);
    }

    @Test
    void the_spread_is_from_the_least_to_the_most() {
        var series = Series.of(5, 1, 3);
        assertThat(series.min()).isEqualTo(1);
        assertThat(series.max()).isEqualTo(5);
    }

    @Test
    void the_99th_percentile_of_101_values_is_the_second_last() {
        assertThat(Series.percentile(IntStream.rangeClosed(0, 100).boxed().toList(), 99)).isEqualTo(99);
    }

    @Test
    void nothing_has_no_median() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Series(List.of()));
    }
}
