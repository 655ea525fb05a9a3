package dev.atelier.worker.webhook;

import java.util.List;
import java.util.concurrent.Semaphore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;
import org.springframework.stereotype.Component;

import dev.atelier.messaging.Messages;
import dev.atelier.messaging.Nudges;
import dev.atelier.messaging.Topology;
import dev.atelier.webhook.WebhookReceived;
import dev.atelier.webhook.WebhooksReceived;
import dev.atelier.worker.Role;
import dev.atelier.worker.WorkerProperties;
import dev.atelier.worker.queue.Stopping;
import dev.atelier.worker.queue.Subscription;
import dev.atelier.worker.queue.Subscriptions;
import dev.atelier.worker.queue.Together;

/** Takes callbacks off their queue, alone or several in a message. */
@Component
class WebhookListener implements Subscriptions {
    private static final Logger log = LoggerFactory.getLogger(WebhookListener.class);
    private static final int CALLBACKS_A_MESSAGE = 4;

    private final Callbacks callbacks;
    private final Nudges nudges;
    private final Together together;
    private final Topology topology;
    private final WorkerProperties properties;
    private final Semaphore slots;

    WebhookListener(Callbacks callbacks, Nudges nudges, Together together, Topology topology,
            WorkerProperties properties) {
        this.callbacks = callbacks;
        this.nudges = nudges;
        this.together = together;
        this.topology = topology;
        this.properties = properties;
        slots = new Semaphore(properties.callbackSlots());
    }

    @Override
    public List<Subscription> subscriptions() {
        // Under load each carries many, and what is fetched is held in memory.
        int messages = Math.max(1, properties.callbackSlots() / CALLBACKS_A_MESSAGE);
        return List.of(new Subscription(Role.WEBHOOKS, topology.webhooks(), messages, this::on));
    }

    private void on(Message message) {
        var properties = message.getMessageProperties();
        if (WebhooksReceived.class.getSimpleName().equals(properties.getType())) {
            var events = Messages.decode(message.getBody(), WebhooksReceived.class).events();
            together.each(events, this::handleOrSendAlone);
        } else {
            handle(WebhookReceived.of(properties.getHeaders(), message.getBody()));
        }
    }

    private void handle(WebhookReceived event) {
        slots.acquireUninterruptibly();
        try {
            callbacks.handle(event);
        } finally {
            slots.release();
        }
    }

    /** What breaks here comes again in a message of its own, so that it is put aside without those that came with it. */
    private void handleOrSendAlone(WebhookReceived event) {
        try {
            handle(event);
        } catch (Stopping e) {
            throw e;
        } catch (RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new Stopping(e);
            }
            log.debug("a callback that came with others broke its handler and is sent again alone", e);
            nudges.webhook(event).join();
        }
    }
}
