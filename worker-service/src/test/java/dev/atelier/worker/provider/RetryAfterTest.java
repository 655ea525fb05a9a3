package dev.atelier.worker.provider;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RetryAfterTest {
    private final Clock clock = Clock.fixed(Instant.parse("2026-11-22T10:00:00Z"), ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource({"0, PT0S", "17, PT17S", "' 5 ', PT5S", "999999999999, P1D"})
    void seconds_are_read_up_to_a_day(String header, Duration expected) {
        assertThat(RetryAfter.read(header, clock)).contains(expected);
    }

    @Test
    void a_date_is_read_and_one_that_has_passed_means_now() {
        assertThat(RetryAfter.read("Sun, 22 Nov 2026 10:01:30 GMT", clock)).contains(Duration.ofSeconds(90));
        assertThat(RetryAfter.read("Sun, 22 Nov 2026 09:00:00 GMT", clock)).contains(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-5", "1.5", "Someday, 22 Nov 2026 10:01:30 GMT", "9999999999999999999999"})
    void anything_else_says_nothing(String header) {
        assertThat(RetryAfter.read(header, clock)).isEmpty();
    }
}
