package dev.atelier.testsupport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class TestBrokerTest {
    private static final String QUEUE = "test-broker-test";

    @Test
    void the_chosen_broker_goes_away_and_returns_on_its_port() throws Exception {
        var broker = TestBroker.get();
        assertThat(TestBroker.get()).isSameAs(broker);
        publishOne(broker);

        broker.stop();
        assertThatThrownBy(() -> factory(broker).newConnection()).isInstanceOf(IOException.class);

        broker.start();
        if (!broker.isRabbitMq()) {
            publishOne(broker);
        }
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> getOne(broker));
    }

    @Test
    void a_private_node_keeps_what_it_confirmed_when_it_is_killed() throws Exception {
        assumeTrue(TestBroker.get() instanceof PrivateRabbitNode, "needs an installed RabbitMQ");
        var node = (PrivateRabbitNode) TestBroker.get();
        publishOne(node);
        long pid = node.pid();

        node.kill();
        assertThat(ProcessHandle.of(pid)).isEmpty();
        assertThat(node.isRunning()).isFalse();

        node.start();
        assertThat(node.control("list_queues", "name", "type")).contains(QUEUE + "\tquorum");
        // Until a quorum queue has its leader, a get closes the whole connection.
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> getOne(node));
    }

    private static boolean getOne(TestBroker broker) throws Exception {
        try (var connection = factory(broker).newConnection(); var channel = connection.createChannel()) {
            return channel.basicGet(QUEUE, true) != null;
        }
    }

    private static void publishOne(TestBroker broker) throws Exception {
        try (var connection = factory(broker).newConnection(); var channel = connection.createChannel()) {
            declare(channel);
            channel.confirmSelect();
            channel.basicPublish("", QUEUE, true, MessageProperties.PERSISTENT_BASIC,
                    "one".getBytes(StandardCharsets.UTF_8));
            channel.waitForConfirmsOrDie(5_000);
        }
    }

    private static void declare(Channel channel) throws IOException {
        channel.queueDeclare(QUEUE, true, false, false, Map.of("x-queue-type", "quorum"));
    }

    private static ConnectionFactory factory(TestBroker broker) {
        var factory = new ConnectionFactory();
        factory.setHost(broker.host());
        factory.setPort(broker.port());
        factory.setUsername(broker.username());
        factory.setPassword(broker.password());
        factory.setVirtualHost(broker.virtualHost());
        return factory;
    }
}
