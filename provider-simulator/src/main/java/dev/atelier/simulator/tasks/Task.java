package dev.atelier.simulator.tasks;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

import dev.atelier.simulator.faults.Ending;
import dev.atelier.simulator.products.Product;

/**
 * What a provider was asked to do. How it ends is known from the start; what of it shows depends on the clock.
 *
 * @param request
 *            what the provider shows again when it is polled, in its own form; may be empty
 * @param credits
 *            taken when it is delivered
 */
public record Task(String provider, String id, String model, String prompt, String request, Product product,
        BigDecimal credits, Instant createdAt, Instant doneAt, Ending ending) {

    /** A quarter of the time is spent waiting in line. */
    public Stage stage(Instant now) {
        if (!now.isBefore(doneAt)) {
            return Stage.DONE;
        }
        return now.isBefore(createdAt.plus(Duration.between(createdAt, doneAt).dividedBy(4)))
                ? Stage.WAITING
                : Stage.WORKING;
    }

    /** From 1 to 99 while there is something to do. */
    public int progress(Instant now) {
        if (stage(now) == Stage.DONE) {
            return 100;
        }
        var all = Math.max(1, Duration.between(createdAt, doneAt).toMillis());
        return Math.clamp(Duration.between(createdAt, now).toMillis() * 100 / all, 1, 99);
    }

    /** Whether the file of this number, from 1, is there already. */
    public boolean has(int number, Instant now) {
        return stage(now) == Stage.DONE && ending == Ending.DELIVERED && number >= 1 && number <= product.count();
    }

    /** What is written on its pictures, below the prompt. */
    public String caption() {
        return provider + "  " + model;
    }

    /** How far a provider is with a task. */
    public enum Stage {
        WAITING,
        WORKING,
        DONE
    }
}
