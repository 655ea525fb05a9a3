package dev.atelier.benchmark.speed.load;

import java.time.Duration;
import java.util.regex.Pattern;

/** What wrk found; times in milliseconds. */
public record WrkResult(long requests, double perSecond, double p50, double p99) {
    /** What our script prints at the end, so that no human-readable number has to be read back. */
    private static final Pattern LINE = Pattern.compile(
            "figures requests=(\\d+) micros=(\\d+) p50=(\\d+) p99=(\\d+) refused=(\\d+) connect=(\\d+) read=(\\d+)"
                    + " write=(\\d+) timeout=(\\d+)");

    /**
     * @throws IllegalStateException when there were errors: a rate with errors in it is no rate, or when there are no figures
     */
    static WrkResult parse(String output) {
        var line = LINE.matcher(output);
        if (!line.find()) {
            throw new IllegalStateException("wrk printed no figures:\n" + output);
        }
        for (int i = 5; i <= 9; i++) {
            if (!line.group(i).equals("0")) {
                throw new IllegalStateException("wrk met errors: " + line.group());
            }
        }
        long requests = Long.parseLong(line.group(1));
        return new WrkResult(requests,
                requests * (double) Duration.ofSeconds(1).toNanos() / 1000 / micros(line.group(2)),
                micros(line.group(3)) / 1000, micros(line.group(4)) / 1000);
    }

    private static double micros(String text) {
        return Long.parseLong(text);
    }
}
