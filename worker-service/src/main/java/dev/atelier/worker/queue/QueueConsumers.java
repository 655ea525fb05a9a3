package dev.atelier.worker.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;

import com.rabbitmq.client.Channel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareMessageListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.stereotype.Component;
import org.springframework.util.backoff.ExponentialBackOff;

import dev.atelier.messaging.NotPublished;
import dev.atelier.messaging.Nudges;
import dev.atelier.messaging.UndecodableMessage;
import dev.atelier.worker.WorkerProperties;

/**
 * Consumes the queues of this worker's roles. A message is acknowledged when its handler has returned, put aside in
 * {@code dead} when it cannot be read or its handler breaks, and handed back to the broker when this worker is stopping. It is
 * never rejected into nothing: a broker that knows no dead-letter exchange would drop it.
 */
@Component
class QueueConsumers implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(QueueConsumers.class);

    private final ConnectionFactory connections;
    private final Nudges nudges;
    private final WorkerProperties properties;
    private final List<Subscriptions> roles;
    private final List<SimpleMessageListenerContainer> containers = new ArrayList<>();
    private volatile boolean running;

    QueueConsumers(ConnectionFactory connections, Nudges nudges, WorkerProperties properties,
            List<Subscriptions> roles) {
        this.connections = connections;
        this.nudges = nudges;
        this.properties = properties;
        this.roles = roles;
    }

    @Override
    public synchronized void start() {
        for (var role : roles) {
            for (var subscription : role.subscriptions()) {
                if (properties.has(subscription.role())) {
                    containers.add(container(subscription));
                }
            }
        }
        containers.forEach(SimpleMessageListenerContainer::start);
        running = true;
        log.info("worker consumes {}", containers.stream().map(it -> String.join(",", it.getQueueNames())).toList());
    }

    /** No new messages; those that run may finish; those that were fetched ahead go back. */
    @Override
    public synchronized void stop() {
        running = false;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            containers.forEach(it -> threads.execute(it::stop));
        }
        containers.clear();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private SimpleMessageListenerContainer container(Subscription subscription) {
        var container = new SimpleMessageListenerContainer(connections);
        container.setQueueNames(subscription.queue());
        container.setConcurrentConsumers(subscription.consumers());
        container.setPrefetchCount(1);
        container.setAcknowledgeMode(AcknowledgeMode.MANUAL);
        container.setDefaultRequeueRejected(false);
        container.setMissingQueuesFatal(false);
        container.setMismatchedQueuesFatal(false);
        container.setShutdownTimeout(properties.drainTimeout().toMillis());
        container.setForceStop(false);
        container.setFailedDeclarationRetryInterval(1000);
        var again = new ExponentialBackOff(500, 2);
        again.setMaxInterval(5000);
        again.setJitter(250);
        container.setRecoveryBackOff(again);
        container.setTaskExecutor(new VirtualThreadTaskExecutor(subscription.queue() + "-"));
        container.setMessageListener((ChannelAwareMessageListener) (message, channel) -> {
            if (channel == null) {
                throw new IllegalStateException("messages are acknowledged by hand, which takes a channel");
            }
            on(subscription, message, channel);
        });
        container.afterPropertiesSet();
        return container;
    }

    private void on(Subscription subscription, Message message, Channel channel) throws java.io.IOException {
        var tag = message.getMessageProperties().getDeliveryTag();
        try {
            subscription.handler().handle(message);
        } catch (Stopping e) {
            channel.basicNack(tag, false, true);
            return;
        } catch (UndecodableMessage e) {
            log.error("a message on {} cannot be read and is put into dead: {}", subscription.queue(),
                    e.getMessage());
            putAside(subscription, message, channel, e);
            return;
        } catch (RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                log.info("a message on {} goes back to the broker: this worker is stopping", subscription.queue());
                channel.basicNack(tag, false, true);
                return;
            }
            log.error("a message on {} broke its handler and is put into dead", subscription.queue(), e);
            putAside(subscription, message, channel, e);
            return;
        }
        // Not within the try: that an ack is lost with its channel says nothing about the message, which just comes again.
        channel.basicAck(tag, false);
    }

    private void putAside(Subscription subscription, Message message, Channel channel, RuntimeException reason)
            throws java.io.IOException {
        var properties = message.getMessageProperties();
        var tag = properties.getDeliveryTag();
        try {
            nudges.dead(String.valueOf(properties.getType()), properties.getHeaders(), message.getBody(),
                    properties.getContentType(), subscription.queue(), String.valueOf(reason.getMessage())).join();
            channel.basicAck(tag, false);
        } catch (CompletionException | NotPublished e) {
            log.warn("the message could not be put into dead and goes back to {}", subscription.queue(), e);
            channel.basicNack(tag, false, true);
        }
    }
}
