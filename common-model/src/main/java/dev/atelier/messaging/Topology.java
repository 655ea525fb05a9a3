package dev.atelier.messaging;

import java.util.ArrayList;
import java.util.List;

import org.springframework.amqp.core.Binding;
import org.springframework.amqp.core.BindingBuilder;
import org.springframework.amqp.core.Declarable;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.DirectExchange;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.core.QueueBuilder;

import dev.atelier.catalog.ProviderId;

/**
 * Every exchange, queue and dead-letter name, once. Queues are durable quorum queues with a delivery limit and a dead-letter
 * queue as backstop; they carry only arguments that RabbitMQ 3.10 knows, and those never change under the same name.
 * No law rests on the arguments: a broker that ignores them costs comfort, not jobs.
 */
public final class Topology {
    /** Deliveries of one message before the broker gives up on it. Attempts of a job are counted in the database. */
    private static final int DELIVERY_LIMIT = 20;
    /** Operators may look into {@code dead} as often as they like. */
    private static final int DEAD_DELIVERY_LIMIT = 1_000_000;

    private final String prefix;

    public Topology(String prefix) {
        this.prefix = prefix;
    }

    /** The one direct exchange; a routing key is the queue's name. */
    public String exchange() {
        return prefix + "atelier";
    }

    /** One queue a provider, so that a slow one stalls only itself. */
    public String jobs(ProviderId provider) {
        return prefix + "jobs." + provider;
    }

    /** One queue a provider, for the same reason. */
    public String checks(ProviderId provider) {
        return prefix + "checks." + provider;
    }

    /** One queue a provider: the host of its files may be slow. */
    public String outputs(ProviderId provider) {
        return prefix + "outputs." + provider;
    }

    public String webhooks() {
        return prefix + "webhooks";
    }

    /** What could not be handled, with the reason, for a person to look at. */
    public String dead() {
        return prefix + "dead";
    }

    /** Everything above, as Spring AMQP declares it on each new connection. */
    public Declarables declarables(List<ProviderId> providers) {
        var exchange = new DirectExchange(exchange(), true, false);
        var queues = new ArrayList<Queue>();
        providers.forEach(it -> {
            queues.add(quorum(jobs(it)));
            queues.add(quorum(checks(it)));
            queues.add(quorum(outputs(it)));
        });
        queues.add(quorum(webhooks()));
        queues.add(QueueBuilder.durable(dead()).quorum().deliveryLimit(DEAD_DELIVERY_LIMIT).build());
        var all = new ArrayList<Declarable>(queues);
        all.add(exchange);
        queues.forEach(it -> all.add(bind(it, exchange)));
        return new Declarables(all);
    }

    private Queue quorum(String name) {
        return QueueBuilder.durable(name)
                .quorum()
                .deliveryLimit(DELIVERY_LIMIT)
                .deadLetterExchange(exchange())
                .deadLetterRoutingKey(dead())
                // At-least-once: the broker drops a dead letter only when `dead` has confirmed it.
                .withArgument("x-dead-letter-strategy", "at-least-once")
                .withArgument("x-overflow", "reject-publish")
                .build();
    }

    private static Binding bind(Queue queue, DirectExchange exchange) {
        return BindingBuilder.bind(queue).to(exchange).withQueueName();
    }
}
