package dev.atelier.worker.queue;

import dev.atelier.worker.Role;

/**
 * A queue that a role consumes.
 *
 * @param atOnce messages fetched and handled at once
 */
public record Subscription(Role role, String queue, int atOnce, MessageHandler handler) {}
