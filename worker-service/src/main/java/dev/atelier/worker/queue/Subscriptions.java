package dev.atelier.worker.queue;

import java.util.List;

/** What a role wants consumed; asked once, at start. */
@FunctionalInterface
public interface Subscriptions {
    List<Subscription> subscriptions();
}
