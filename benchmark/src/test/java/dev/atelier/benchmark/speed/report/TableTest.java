package dev.atelier.benchmark.speed.report;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TableTest {
    @Test
    void a_row_shows_both_spreads_their_ratio_and_whether_the_bar_is_met() {
        var row = new Row("accept", "requests/s", Series.of(900, 1000, 1100), Series.of(2000, 2100, 1900), "minimal",
                new Bar.AtLeastTimes(0.7));
        assertThat(Table.of(List.of(row)))
                .endsWith("| accept | requests/s | 1,000 (900-1,100) | minimal 2,000 (1,900-2,100) | 0.50 | ≥ 0.7x "
                        + "| **no** |\n");
    }

    @Test
    void at_the_bar_is_met() {
        var same = Series.of(10);
        assertThat(new Row("", "", same, same, "", new Bar.AtLeastTimes(1)).isMet()).contains(true);
        assertThat(new Row("", "", same, same, "", new Bar.AtMostTimes(1)).isMet()).contains(true);
        assertThat(Row.alone("", "", same, new Bar.AtMost(10)).isMet()).contains(true);
    }

    @Test
    void beyond_the_bar_is_not() {
        var ten = Series.of(10);
        assertThat(new Row("", "", ten, Series.of(4), "", new Bar.AtMostTimes(2)).isMet()).contains(false);
        assertThat(Row.alone("", "", ten, new Bar.AtMost(9.5)).isMet()).contains(false);
    }

    @Test
    void what_has_no_bar_has_no_verdict() {
        var row = Row.alone("CPU", "ms a job", Series.of(0.5), new Bar.None());
        assertThat(row.isMet()).isEmpty();
        assertThat(Table.of(List.of(row))).endsWith("| CPU | ms a job | 0.50 |  |  |  |  |\n");
    }
}
