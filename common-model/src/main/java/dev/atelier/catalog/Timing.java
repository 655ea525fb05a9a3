package dev.atelier.catalog;

import java.time.Duration;

/**
 * How long a model takes.
 *
 * @param usual    what it usually takes; a job is checked from then on, callback or not
 * @param deadline counted from the moment that the job was accepted; a job that is not finished by then has failed
 */
public record Timing(Duration usual, Duration deadline) {
    public Timing {
        if (!usual.isPositive() || deadline.compareTo(usual) <= 0) {
            throw new IllegalArgumentException(
                    "usual is positive and deadline is longer, not " + usual + " and " + deadline);
        }
    }
}
