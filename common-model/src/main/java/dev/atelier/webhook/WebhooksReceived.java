package dev.atelier.webhook;

import java.util.List;

/**
 * Callbacks that came while the broker was confirming those before them, in one message. They have nothing in common but their
 * moment: each is handled as if it had come alone.
 */
public record WebhooksReceived(List<WebhookReceived> events) {
    public WebhooksReceived {
        events = List.copyOf(events);
    }
}
