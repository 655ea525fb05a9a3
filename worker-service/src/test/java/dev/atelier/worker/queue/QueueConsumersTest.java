package dev.atelier.worker.queue;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;

import dev.atelier.messaging.BrokerProperties;
import dev.atelier.messaging.ConfirmingPublisher;
import dev.atelier.messaging.Messages;
import dev.atelier.messaging.Nudges;
import dev.atelier.messaging.OutgoingMessage;
import dev.atelier.messaging.Topology;
import dev.atelier.testsupport.TestBroker;
import dev.atelier.worker.Role;
import dev.atelier.worker.WorkerProperties;

import static org.assertj.core.api.Assertions.assertThat;

class QueueConsumersTest {
    private static final WorkerProperties PROPERTIES = new WorkerProperties(EnumSet.allOf(Role.class), Set.of("*"), 500,
            Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofMinutes(3), Duration.ofSeconds(2),
            Duration.ofMinutes(5), 16, 64, Duration.ofSeconds(1));

    private final TestBroker broker = TestBroker.get();
    private final CachingConnectionFactory connections = connections();
    private final CachingConnectionFactory ofAnother = connections();
    private final String queue = "consumers-" + UUID.randomUUID();
    private final LinkedBlockingQueue<Boolean> deliveries = new LinkedBlockingQueue<>();
    private final CountDownLatch atWork = new CountDownLatch(1);

    @BeforeEach
    void declare() {
        new RabbitAdmin(connections).declareQueue(new Queue(queue, true));
    }

    @AfterEach
    void disconnect() {
        atWork.countDown();
        connections.destroy();
        ofAnother.destroy();
    }

    @Test
    void a_message_whose_handler_has_not_returned_comes_again_when_its_consumer_is_gone() throws Exception {
        try (var publisher = new ConfirmingPublisher(connections,
                new BrokerProperties("", 10, 10, Duration.ofSeconds(10)))) {
            var consumers = consumers(connections, publisher);
            consumers.start();
            publisher.publish(new OutgoingMessage("", queue, "Test", Messages.JSON, Map.of(), new byte[]{'1'}))
                    .get(10, TimeUnit.SECONDS);
            assertThat(deliveries.poll(10, TimeUnit.SECONDS)).isFalse();
            var another = consumers(ofAnother, publisher);
            another.start();
            connections.destroy();
            assertThat(deliveries.poll(30, TimeUnit.SECONDS)).as("delivered again").isTrue();
            atWork.countDown();
            consumers.stop();
            another.stop();
        }
    }

    private QueueConsumers consumers(CachingConnectionFactory connections, ConfirmingPublisher publisher) {
        return new QueueConsumers(connections, new Nudges(publisher, new Topology("")), PROPERTIES,
                List.of(() -> List.of(new Subscription(Role.SUBMIT, queue, 1, message -> {
                    deliveries.add(Boolean.TRUE.equals(message.getMessageProperties().isRedelivered()));
                    awaitWork();
                }))));
    }

    private CachingConnectionFactory connections() {
        var connections = new CachingConnectionFactory(broker.host(), broker.port());
        connections.setUsername(broker.username());
        connections.setPassword(broker.password());
        connections.setVirtualHost(broker.virtualHost());
        return connections;
    }

    private void awaitWork() {
        try {
            atWork.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Stopping(e);
        }
    }
}
