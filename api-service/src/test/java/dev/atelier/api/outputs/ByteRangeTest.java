package dev.atelier.api.outputs;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ByteRangeTest {
    @ParameterizedTest
    @CsvSource({"bytes=0-9, 0, 10", "bytes=5-, 5, 95", "bytes=-5, 95, 5", "bytes=-500, 0, 100", "bytes=90-500, 90, 10",
        "bytes=99-99, 99, 1"})
    void a_range_is_cut_to_what_there_is(String header, long from, long size) {
        assertThat(ByteRange.of(header, 100)).hasValue(new ByteRange(from, size));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=100-", "bytes=100-200", "bytes=-0"})
    void a_range_beyond_the_end_cannot_be_satisfied(String header) {
        assertThat(ByteRange.of(header, 100)).hasValueSatisfying(it -> assertThat(it.isSatisfiable()).isFalse());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bytes=", "bytes=-", "bytes=9-5", "bytes=0-1,5-6", "lines=0-1", "bytes=a-b",
        "bytes=99999999999999999999-"})
    void what_is_no_single_range_counts_as_not_asked(String header) {
        assertThat(ByteRange.of(header, 100)).isEmpty();
    }

    @Test
    void it_says_what_it_is_of() {
        assertThat(new ByteRange(5, 10).contentRange(100)).isEqualTo("bytes 5-14/100");
    }
}
