package dev.atelier.worker.queue;

import dev.atelier.worker.Role;

/**
 * A queue that a role consumes.
 *
 * @param consumers messages handled at once
 */
public record Subscription(Role role, String queue, int consumers, MessageHandler handler) {}
