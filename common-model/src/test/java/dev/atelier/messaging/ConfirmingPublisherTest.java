package dev.atelier.messaging;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;

import dev.atelier.catalog.ProviderId;
import dev.atelier.testsupport.PrivateRabbitNode;
import dev.atelier.testsupport.TestBroker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class ConfirmingPublisherTest {
    private static final ProviderId ACME = new ProviderId("acme");

    private final TestBroker broker = TestBroker.get();
    private final CachingConnectionFactory connections = new CachingConnectionFactory(broker.host(), broker.port());
    private final Topology topology = new Topology("publisher-" + UUID.randomUUID() + ".");
    private final ConfirmingPublisher publisher = publisher(
            new BrokerProperties("", 500, 10_000, Duration.ofSeconds(10)));
    private final RabbitAdmin admin = new RabbitAdmin(connections);

    @BeforeEach
    void declare() {
        connections.setUsername(broker.username());
        connections.setPassword(broker.password());
        connections.setVirtualHost(broker.virtualHost());
        declareAll();
    }

    /**
     * The queues stay, and end with the broker: RabbitMQ 3.10 is broken for every later declaration when a queue with
     * at-least-once dead-lettering is deleted while the node that has just restarted is still starting its dead-lettering.
     */
    @AfterEach
    void disconnect() {
        publisher.close();
        connections.destroy();
    }

    @Test
    void every_confirmed_message_is_in_the_queue() {
        var all = IntStream.range(0, 2000)
                .mapToObj(it -> publisher.publish(message(topology.checks(ACME))))
                .toArray(CompletableFuture[]::new);
        assertThat(CompletableFuture.allOf(all)).succeedsWithin(Duration.ofSeconds(20));
        await().untilAsserted(() -> assertThat(depth(topology.checks(ACME))).isEqualTo(2000));
    }

    @Test
    void an_unroutable_message_is_not_published_though_the_broker_confirms_it() throws Exception {
        var lost = publisher.publish(message("no-such-queue"));
        // RabbitMQ returns and confirms it; the embedded broker returns and refuses it. Neither is a success.
        assertThatThrownBy(() -> lost.get(10, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(NotPublished.class)
                .hasMessageContaining(broker.isRabbitMq() ? "no-such-queue" : "");
        publisher.publish(message(topology.checks(ACME))).get(10, TimeUnit.SECONDS);
    }

    @Test
    void a_missing_exchange_fails_the_message_and_not_the_ones_after_it() throws Exception {
        var lost = publisher.publish(new OutgoingMessage("no-such-exchange", "x", "T", Messages.JSON, Map.of(),
                new byte[0]));
        assertThatThrownBy(() -> lost.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(NotPublished.class);
        publisher.publish(message(topology.checks(ACME))).get(10, TimeUnit.SECONDS);
    }

    @Test
    void a_broker_that_cannot_be_reached_fails_messages_quickly_and_blocks_nobody() {
        var nobody = new CachingConnectionFactory("localhost", 1);
        try (var unreachable = new ConfirmingPublisher(nobody,
                new BrokerProperties("", 10, 100, Duration.ofSeconds(10)))) {
            var all = IntStream.range(0, 50).mapToObj(it -> unreachable.publish(message("x"))).toList();
            all.forEach(it -> assertThatThrownBy(() -> it.get(5, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(NotPublished.class));
        } finally {
            nobody.destroy();
        }
    }

    @Test
    void publishing_goes_on_after_the_broker_was_away() {
        publisher.publish(message(topology.checks(ACME))).join();
        broker.stop();
        var lost = publisher.publish(message(topology.checks(ACME)));
        assertThatThrownBy(() -> lost.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(NotPublished.class);
        broker.start();
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(300))
                .ignoreExceptions()
                .untilAsserted(() -> {
                    declareAll();
                    publisher.publish(message(topology.checks(ACME))).get(5, TimeUnit.SECONDS);
                });
    }

    @Test
    void a_broker_under_a_memory_alarm_blocks_nobody_and_publishing_goes_on_after_it() {
        assumeTrue(broker instanceof PrivateRabbitNode, "only a RabbitMQ node of our own can be put under an alarm");
        var node = (PrivateRabbitNode) broker;
        publisher.publish(message(topology.checks(ACME))).join();
        var impatient = publisher(new BrokerProperties("", 500, 10_000, Duration.ofSeconds(2)));
        node.control("set_vm_memory_high_watermark", "0");
        try {
            // Nothing comes back: neither a confirm nor a refusal. The wait ends all the same.
            var blocked = IntStream.range(0, 50)
                    .mapToObj(it -> impatient.publish(message(topology.checks(ACME))))
                    .toList();
            blocked.forEach(it -> assertThatThrownBy(() -> it.get(10, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(NotPublished.class));
        } finally {
            node.control("set_vm_memory_high_watermark", "0.6");
        }
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .untilAsserted(
                        () -> impatient.publish(message(topology.checks(ACME))).get(5, TimeUnit.SECONDS));
        impatient.close();
    }

    @Test
    void closing_waits_for_what_was_handed_over_before() {
        var all = IntStream.range(0, 500).mapToObj(it -> publisher.publish(message(topology.checks(ACME)))).toList();
        publisher.close();
        assertThat(all).allSatisfy(it -> assertThat(it).isCompleted());
        var late = publisher.publish(message(topology.checks(ACME)));
        assertThat(late).isCompletedExceptionally();
    }

    private ConfirmingPublisher publisher(BrokerProperties properties) {
        return new ConfirmingPublisher(connections, properties);
    }

    private void declareAll() {
        for (var declarable : topology.declarables(List.of(ACME)).getDeclarables()) {
            switch (declarable) {
                case org.springframework.amqp.core.Queue it -> admin.declareQueue(it);
                case org.springframework.amqp.core.Exchange it -> admin.declareExchange(it);
                default -> {
                }
            }
        }
        topology.declarables(List.of(ACME))
                .getDeclarablesByType(org.springframework.amqp.core.Binding.class)
                .forEach(admin::declareBinding);
    }

    private long depth(String queue) {
        var info = admin.getQueueInfo(queue);
        return info == null ? -1 : info.getMessageCount();
    }

    private OutgoingMessage message(String queue) {
        return new OutgoingMessage(topology.exchange(), queue, "Test", Messages.JSON, Map.of(), new byte[]{'{', '}'});
    }
}
