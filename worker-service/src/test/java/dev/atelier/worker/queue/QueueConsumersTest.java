package dev.atelier.worker.queue;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.core.QueueInformation;
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
import static org.awaitility.Awaitility.await;

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
    private final CachingConnectionFactory publishing = connections();
    private final ConfirmingPublisher publisher = new ConfirmingPublisher(publishing,
            new BrokerProperties("", 10, 10, Duration.ofSeconds(10)));

    @BeforeEach
    void declare() {
        new RabbitAdmin(connections).declareQueue(new Queue(queue, true));
    }

    @AfterEach
    void disconnect() {
        atWork.countDown();
        publisher.close();
        new RabbitAdmin(ofAnother).deleteQueue(queue);
        publishing.destroy();
        connections.destroy();
        ofAnother.destroy();
    }

    @Test
    void a_message_whose_handler_has_not_returned_comes_again_when_its_consumer_is_gone() throws Exception {
        var consumers = started(connections, 1);
        publish(1);
        assertThat(deliveries.poll(10, TimeUnit.SECONDS)).isFalse();
        var another = started(ofAnother, 1);
        connections.destroy();
        assertThat(deliveries.poll(30, TimeUnit.SECONDS)).as("delivered again").isTrue();
        atWork.countDown();
        consumers.stop();
        another.stop();
    }

    @Test
    void as_many_as_may_be_handled_at_once_are_fetched_and_the_rest_is_for_others() throws Exception {
        var consumers = started(connections, 2);
        publish(3);
        assertThat(deliveries.poll(10, TimeUnit.SECONDS)).isFalse();
        assertThat(deliveries.poll(10, TimeUnit.SECONDS)).isFalse();
        assertThat(deliveries.poll(500, TimeUnit.MILLISECONDS)).as("a third at once").isNull();
        var another = started(ofAnother, 2);
        assertThat(deliveries.poll(10, TimeUnit.SECONDS)).as("the third, nobody had it before").isFalse();
        atWork.countDown();
        consumers.stop();
        another.stop();
        assertThat(left()).isZero();
    }

    @Test
    void stopping_waits_for_what_runs_and_takes_nothing_new() throws Exception {
        var consumers = started(connections, 1);
        publish(2);
        assertThat(deliveries.poll(10, TimeUnit.SECONDS)).isFalse();
        var stopped = CompletableFuture.runAsync(consumers::stop);
        await().until(() -> info().getConsumerCount() == 0);
        assertThat(stopped).as("while the handler runs").isNotDone();
        atWork.countDown();
        stopped.get(10, TimeUnit.SECONDS);
        assertThat(deliveries).isEmpty();
        assertThat(left()).isOne();
    }

    @Test
    void what_does_not_end_while_it_stops_goes_back_to_the_broker() throws Exception {
        var consumers = started(connections, 1);
        publish(1);
        assertThat(deliveries.poll(10, TimeUnit.SECONDS)).isFalse();
        consumers.stop();
        atWork.countDown();
        var another = started(ofAnother, 1);
        assertThat(deliveries.poll(10, TimeUnit.SECONDS)).as("delivered again").isTrue();
        another.stop();
        assertThat(left()).isZero();
    }

    @Test
    void a_queue_that_is_not_there_yet_is_consumed_when_it_is() throws Exception {
        new RabbitAdmin(connections).deleteQueue(queue);
        var consumers = started(connections, 1);
        new RabbitAdmin(ofAnother).declareQueue(new Queue(queue, true));
        publish(1);
        assertThat(deliveries.poll(20, TimeUnit.SECONDS)).isFalse();
        atWork.countDown();
        consumers.stop();
    }

    private QueueConsumers started(CachingConnectionFactory connections, int atOnce) {
        var consumers = new QueueConsumers(connections, new Nudges(publisher, new Topology("")), PROPERTIES,
                List.of(() -> List.of(new Subscription(Role.SUBMIT, queue, atOnce, message -> {
                    deliveries.add(Boolean.TRUE.equals(message.getMessageProperties().isRedelivered()));
                    awaitWork();
                }))));
        consumers.start();
        return consumers;
    }

    private void publish(int messages) throws Exception {
        for (int i = 0; i < messages; i++) {
            publisher.publish(new OutgoingMessage("", queue, "Test", Messages.JSON, Map.of(), new byte[]{'1'}))
                    .get(10, TimeUnit.SECONDS);
        }
    }

    /** Messages that wait in the queue. */
    private long left() {
        return info().getMessageCount();
    }

    private QueueInformation info() {
        return Objects.requireNonNull(new RabbitAdmin(ofAnother).getQueueInfo(queue));
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
