package dev.atelier.worker.provider;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The header {@code Retry-After}: seconds or an HTTP date. */
final class RetryAfter {
    private static final Duration LONGEST = Duration.ofDays(1);

    private RetryAfter() {}

    /** Empty when it is neither. Never negative, and never longer than a day: beyond that it is a mistake. */
    static Optional<Duration> read(String header, Clock clock) {
        return duration(header.strip(), clock)
                .map(it -> it.isNegative() ? Duration.ZERO : it)
                .map(it -> it.compareTo(LONGEST) > 0 ? LONGEST : it);
    }

    private static Optional<Duration> duration(String text, Clock clock) {
        try {
            if (text.matches("[0-9]{1,12}")) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
            }
            var then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
            return Optional.of(Duration.between(clock.instant(), then.toInstant()));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
