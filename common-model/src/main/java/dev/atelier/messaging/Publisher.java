package dev.atelier.messaging;

import java.util.concurrent.CompletableFuture;

/** Where messages go out. */
public interface Publisher {
    /**
     * Hands the message over and returns at once. The future completes when the broker has the message for certain, and
     * exceptionally with {@link NotPublished} when that is not certain: unknown is not success.
     */
    CompletableFuture<Void> publish(OutgoingMessage message);
}
