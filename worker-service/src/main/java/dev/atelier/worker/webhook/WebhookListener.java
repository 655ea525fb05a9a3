package dev.atelier.worker.webhook;

import java.util.List;

import org.springframework.amqp.core.Message;
import org.springframework.stereotype.Component;

import dev.atelier.messaging.Topology;
import dev.atelier.webhook.WebhookReceived;
import dev.atelier.worker.Role;
import dev.atelier.worker.WorkerProperties;
import dev.atelier.worker.queue.Subscription;
import dev.atelier.worker.queue.Subscriptions;

/** Takes callbacks off their queue. */
@Component
class WebhookListener implements Subscriptions {
    private final Callbacks callbacks;
    private final Topology topology;
    private final WorkerProperties properties;

    WebhookListener(Callbacks callbacks, Topology topology, WorkerProperties properties) {
        this.callbacks = callbacks;
        this.topology = topology;
        this.properties = properties;
    }

    @Override
    public List<Subscription> subscriptions() {
        return List.of(new Subscription(Role.WEBHOOKS, topology.webhooks(), properties.callbackSlots(), this::on));
    }

    private void on(Message message) {
        callbacks.handle(WebhookReceived.of(message.getMessageProperties().getHeaders(), message.getBody()));
    }
}
