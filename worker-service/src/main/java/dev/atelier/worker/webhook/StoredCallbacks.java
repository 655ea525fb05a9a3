package dev.atelier.worker.webhook;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import dev.atelier.deadletter.DeadLetters;
import dev.atelier.messaging.Topology;
import dev.atelier.webhook.WebhookEvents;
import dev.atelier.webhook.WebhookReceived;
import dev.atelier.worker.Role;
import dev.atelier.worker.WorkerProperties;
import dev.atelier.worker.queue.Stopping;

/**
 * Handles the callbacks that were stored because the broker was away when they came. Apart from the dispatcher, since a provider
 * may be asked here, and a slow one must not hold up what is due. Several workers may handle the same one; it counts once.
 */
@Component
class StoredCallbacks {
    private static final Logger log = LoggerFactory.getLogger(StoredCallbacks.class);
    private static final int EVENTS_PER_ROUND = 50;

    private final WebhookEvents events;
    private final Callbacks callbacks;
    private final DeadLetters letters;
    private final Topology topology;
    private final WorkerProperties properties;

    StoredCallbacks(WebhookEvents events, Callbacks callbacks, DeadLetters letters, Topology topology,
            WorkerProperties properties) {
        this.events = events;
        this.callbacks = callbacks;
        this.letters = letters;
        this.topology = topology;
        this.properties = properties;
    }

    @Scheduled(fixedDelayString = "${atelier.worker.dispatch-interval:500ms}")
    void round() {
        if (!properties.has(Role.WEBHOOKS)) {
            return;
        }
        try {
            events.open(EVENTS_PER_ROUND).forEach(this::handle);
        } catch (DataAccessException e) {
            log.warn("stored callbacks cannot be read, trying again in {}: {}", properties.dispatchInterval(),
                    NestedExceptionUtils.getMostSpecificCause(e).getMessage());
        }
    }

    /** One that breaks goes where broken messages go, so that it stands in nobody's way, not even its own. */
    private void handle(WebhookReceived event) {
        try {
            callbacks.handle(event);
        } catch (Stopping e) {
            throw e;
        } catch (RuntimeException e) {
            log.error("a stored callback of {} broke its handler and is put among the dead letters", event.provider(),
                    e);
            var message = event.toMessage(topology.exchange(), topology.webhooks());
            letters.keep(UUID.nameUUIDFromBytes((event.provider() + " " + event.eventKey()).getBytes(
                    StandardCharsets.UTF_8)), topology.webhooks(), message.type(), String.valueOf(e.getMessage()),
                    message.contentType(), message.headers(), message.body());
            events.handled(event, null, WebhookEvents.Outcome.SET_ASIDE);
        }
    }
}
