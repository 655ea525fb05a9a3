package dev.atelier.catalog;

import java.time.Duration;

/**
 * How long a model takes, and how patient a job of it is. Both deadlines are counted from the moment that the job was accepted.
 *
 * @param usual    what it usually takes; a job is checked from then on, callback or not
 * @param waiting  a job that no provider has by then has failed: it waited too long, and nothing was spent on it
 * @param deadline a job that is not finished by then has failed; at least {@code waiting} and {@code usual} together
 * @param attempts submissions that may fail as surely-not-taken before the job fails, 1 to 20; put-off ones do not count
 */
public record Timing(Duration usual, Duration waiting, Duration deadline, int attempts) {
    private static final int MOST_ATTEMPTS = 20;

    public Timing {
        if (!usual.isPositive() || !waiting.isPositive() || deadline.compareTo(waiting.plus(usual)) < 0) {
            throw new IllegalArgumentException("usual and waiting are positive, and deadline is at least both together,"
                    + " not " + usual + ", " + waiting + " and " + deadline);
        }
        if (attempts < 1 || attempts > MOST_ATTEMPTS) {
            throw new IllegalArgumentException("attempts is 1 to " + MOST_ATTEMPTS + ", not " + attempts);
        }
    }
}
