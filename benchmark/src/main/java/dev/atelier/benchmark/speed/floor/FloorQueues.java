package dev.atelier.benchmark.speed.floor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;

import dev.atelier.testsupport.TestBroker;

/** Two quorum queues; one connection publishes, another consumes. */
final class FloorQueues implements AutoCloseable {
    static final String JOBS = "floor.jobs";
    static final String EVENTS = "floor.events";
    static final long CONFIRMED_WITHIN_MILLIS = 30_000;

    private final Connection publishing;
    private final Connection consuming;

    FloorQueues(TestBroker broker) throws IOException, TimeoutException {
        var factory = new ConnectionFactory();
        factory.setHost(broker.host());
        factory.setPort(broker.port());
        factory.setUsername(broker.username());
        factory.setPassword(broker.password());
        factory.setVirtualHost(broker.virtualHost());
        publishing = factory.newConnection("floor-publishing");
        consuming = factory.newConnection("floor-consuming");
        try (var channel = publishing.createChannel()) {
            for (var it : new String[]{JOBS, EVENTS}) {
                channel.queueDeclare(it, true, false, false, Map.of("x-queue-type", "quorum"));
            }
        }
    }

    void empty() throws IOException, TimeoutException {
        try (var channel = publishing.createChannel()) {
            channel.queuePurge(JOBS);
            channel.queuePurge(EVENTS);
        }
    }

    /** A channel that confirms. */
    Channel publisher() throws IOException {
        var channel = publishing.createChannel();
        channel.confirmSelect();
        return channel;
    }

    static void publish(Channel channel, String queue, UUID job) throws IOException {
        AMQP.BasicProperties persistent = MessageProperties.MINIMAL_PERSISTENT_BASIC;
        channel.basicPublish("", queue, true, persistent, job.toString().getBytes(StandardCharsets.US_ASCII));
    }

    /** What one consumer was given and has to acknowledge. */
    record Consumer(Channel channel, BlockingQueue<Delivery> deliveries) implements AutoCloseable {
        @Override
        public void close() throws IOException, TimeoutException {
            channel.close();
        }
    }

    record Delivery(long tag, UUID job) {}

    Consumer consumer(String queue, int prefetch) throws IOException {
        var channel = consuming.createChannel();
        channel.basicQos(prefetch);
        var deliveries = new LinkedBlockingQueue<Delivery>();
        channel.basicConsume(queue, false,
                (consumer, message) -> deliveries.add(new Delivery(message.getEnvelope().getDeliveryTag(),
                        UUID.fromString(new String(message.getBody(), StandardCharsets.US_ASCII)))),
                consumer -> {
                    throw new IOException("the broker cancelled the consumer of " + queue);
                });
        return new Consumer(channel, deliveries);
    }

    @Override
    public void close() throws IOException {
        publishing.close();
        consuming.close();
    }
}
