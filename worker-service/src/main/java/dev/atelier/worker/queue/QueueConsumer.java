package dev.atelier.worker.queue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.ShutdownSignalException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.support.DefaultMessagePropertiesConverter;
import org.springframework.amqp.rabbit.support.MessagePropertiesConverter;
import org.springframework.core.NestedExceptionUtils;

import dev.atelier.messaging.NotPublished;
import dev.atelier.messaging.Nudges;
import dev.atelier.messaging.UndecodableMessage;

/**
 * Consumes one queue on one channel, each message on a virtual thread of its own, so that hundreds share a commit and the broker
 * has one consumer to serve. No more messages are fetched than may be handled at once: none waits here while another worker has
 * nothing to do. A channel that is lost is opened again until this is stopped.
 *
 * <p>A message is acknowledged when its handler has returned, put aside in {@code dead} when it cannot be read or its handler
 * breaks, and handed back to the broker when this worker is stopping. It is never rejected into nothing: a broker that knows no
 * dead-letter exchange would drop it.
 */
final class QueueConsumer {
    private static final Logger log = LoggerFactory.getLogger(QueueConsumer.class);
    private static final MessagePropertiesConverter PROPERTIES = new DefaultMessagePropertiesConverter();
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final int PAUSES_DIFFER_BY_MILLIS = 250;
    /** What is interrupted hands its message back. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final Subscription subscription;
    private final ConnectionFactory connections;
    private final Nudges nudges;
    private final Duration drainTimeout;
    private final CompletableFuture<Void> stopping = new CompletableFuture<>();
    private final ExecutorService handlers;
    private final Thread keeper;

    private QueueConsumer(Subscription subscription, ConnectionFactory connections, Nudges nudges,
            Duration drainTimeout) {
        this.subscription = subscription;
        this.connections = connections;
        this.nudges = nudges;
        this.drainTimeout = drainTimeout;
        handlers = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(subscription.queue() + "-", 1).factory());
        keeper = Thread.ofVirtual().name(subscription.queue() + "-consumer").unstarted(this::keep);
    }

    /**
     * Begins to consume, as soon as the broker lets it.
     *
     * @param drainTimeout how long what runs may take when this is stopped
     */
    static QueueConsumer started(Subscription subscription, ConnectionFactory connections, Nudges nudges,
            Duration drainTimeout) {
        var consumer = new QueueConsumer(subscription, connections, nudges, drainTimeout);
        consumer.keeper.start();
        return consumer;
    }

    String queue() {
        return subscription.queue();
    }

    /** No new messages; those that run may finish within the drain timeout; the others go back to the broker. */
    void stop() {
        stopping.complete(null);
        try {
            keeper.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keep() {
        var pause = Duration.ZERO;
        while (!isStoppedWithin(pause)) {
            try {
                pause = consume() ? SHORTEST_PAUSE : longer(pause);
            } catch (RuntimeException e) {
                log.error("the consumer of {} broke and begins anew", queue(), e);
                pause = longer(pause);
            }
        }
        drain(); // what a lost channel has left at work
    }

    private boolean isStoppedWithin(Duration pause) {
        // Not all at the same moment when the broker is back.
        long millis = pause.toMillis() + (pause.isZero() ? 0 : ThreadLocalRandom.current()
                .nextInt(PAUSES_DIFFER_BY_MILLIS));
        try {
            stopping.get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("nobody interrupts this thread, and being stopped does not fail", e);
        }
    }

    private static Duration longer(Duration pause) {
        var twice = pause.isZero() ? SHORTEST_PAUSE : pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }

    /** Until its channel is lost or this is stopped. False: it did not begin. */
    private boolean consume() {
        Channel channel;
        try {
            channel = connections.createConnection().getDelegate().createChannel();
        } catch (AmqpException | IOException | ShutdownSignalException e) {
            log.debug("{} is not consumed, the broker cannot be reached", queue(), e); // which BrokerConnectionLog says, once
            return false;
        }
        var lost = new CompletableFuture<Void>();
        try {
            channel.addShutdownListener(_ -> lost.complete(null));
            channel.basicQos(subscription.atOnce());
            var tag = channel.basicConsume(queue(), false, (_, delivery) -> handlers.execute(() -> on(delivery,
                    channel)), _ -> lost.complete(null));
            CompletableFuture.anyOf(lost, stopping).join();
            if (!lost.isDone()) {
                channel.basicCancel(tag);
            }
            return true;
        } catch (IOException | ShutdownSignalException e) {
            if (channel.getConnection().isOpen()) {
                log.warn("{} cannot be consumed: {}", queue(),
                        NestedExceptionUtils.getMostSpecificCause(e).getMessage());
            }
            return false;
        } finally {
            if (stopping.isDone()) {
                drain(); // while there is a channel to acknowledge on
            }
            abort(channel);
        }
    }

    private void drain() {
        handlers.shutdown();
        try {
            if (!handlers.awaitTermination(drainTimeout.toMillis(), TimeUnit.MILLISECONDS)) {
                handlers.shutdownNow();
                handlers.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    /** What it has not acknowledged goes back to the broker. */
    private static void abort(Channel channel) {
        try {
            channel.abort();
        } catch (IOException e) {
            log.debug("the channel was gone before it was closed", e);
        }
    }

    private void on(Delivery delivery, Channel channel) {
        try {
            if (isDone(new Message(delivery.getBody(), PROPERTIES.toMessageProperties(delivery.getProperties(),
                    delivery.getEnvelope(), StandardCharsets.UTF_8.name())))) {
                channel.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
            } else {
                channel.basicNack(delivery.getEnvelope().getDeliveryTag(), false, true);
            }
        } catch (IOException | ShutdownSignalException e) {
            log.debug("a message on {} was not acknowledged, its channel is gone: it comes again", queue(), e);
        }
    }

    /** True: nobody need see this message again. False: it goes back to the broker. */
    private boolean isDone(Message message) {
        try {
            subscription.handler().handle(message);
            return true;
        } catch (Stopping e) {
            return false;
        } catch (UndecodableMessage e) {
            log.error("a message on {} cannot be read and is put into dead: {}", queue(), e.getMessage());
            return isPutAside(message, e);
        } catch (RuntimeException | Error e) {
            if (Thread.currentThread().isInterrupted()) {
                log.info("a message on {} goes back to the broker: this worker is stopping", queue());
                return false;
            }
            log.error("a message on {} broke its handler and is put into dead", queue(), e);
            return isPutAside(message, e);
        }
    }

    private boolean isPutAside(Message message, Throwable reason) {
        var properties = message.getMessageProperties();
        try {
            nudges.dead(String.valueOf(properties.getType()), properties.getHeaders(), message.getBody(),
                    properties.getContentType(), queue(), String.valueOf(reason.getMessage())).join();
            return true;
        } catch (CompletionException | NotPublished e) {
            log.warn("the message could not be put into dead and goes back to {}", queue(), e);
            return false;
        }
    }
}
