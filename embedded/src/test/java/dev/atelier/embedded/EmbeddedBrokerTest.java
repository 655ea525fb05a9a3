package dev.atelier.embedded;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class EmbeddedBrokerTest {
    private static final Map<String, Object> OF_RABBITMQ = Map.of("x-queue-type", "quorum", "x-delivery-limit", 5,
            "x-dead-letter-exchange", "dead", "x-dead-letter-routing-key", "dead", "x-max-length", 10);
    private static EmbeddedBroker broker;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.started(0);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void what_is_published_is_confirmed_delivered_and_gone_once_acknowledged() throws Exception {
        try (var connection = connect(); var channel = connection.createChannel()) {
            declare(channel, "confirmed");
            channel.confirmSelect();
            channel.basicPublish("", "confirmed", true, MessageProperties.PERSISTENT_BASIC, bytes("one"));
            channel.waitForConfirmsOrDie(5_000);

            var got = channel.basicGet("confirmed", false);
            assertThat(text(got)).isEqualTo("one");
            channel.basicAck(got.getEnvelope().getDeliveryTag(), false);
            assertThat(channel.basicGet("confirmed", false)).isNull();
        }
    }

    @Test
    void an_unroutable_message_comes_back_and_is_not_confirmed() throws Exception {
        try (var connection = connect(); var channel = connection.createChannel()) {
            var returned = new LinkedBlockingQueue<String>();
            channel.addReturnListener(it -> returned.add(it.getRoutingKey()));
            channel.confirmSelect();
            channel.basicPublish("", "nobody-listens", true, MessageProperties.PERSISTENT_BASIC, bytes("one"));
            assertThat(channel.waitForConfirms(5_000)).as("RabbitMQ would confirm it").isFalse();

            assertThat(returned.poll(5, TimeUnit.SECONDS)).isEqualTo("nobody-listens");
        }
    }

    @Test
    void many_confirms_may_be_open_at_once() throws Exception {
        try (var connection = connect(); var channel = connection.createChannel()) {
            declare(channel, "pipelined");
            channel.confirmSelect();
            for (int i = 0; i < 500; i++) {
                channel.basicPublish("", "pipelined", true, MessageProperties.PERSISTENT_BASIC, bytes("m" + i));
            }
            channel.waitForConfirmsOrDie(5_000);
            assertThat(channel.messageCount("pipelined")).isEqualTo(500);
        }
    }

    @Test
    void a_consumer_gets_no_more_than_its_prefetch_and_may_acknowledge_many_at_once() throws Exception {
        try (var connection = connect(); var channel = connection.createChannel()) {
            declare(channel, "prefetched");
            publish(channel, "prefetched", 30);
            channel.basicQos(10);
            var got = Collections.synchronizedList(new ArrayList<Long>());
            channel.basicConsume("prefetched", false, new DefaultConsumer(channel) {
                @Override
                public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties,
                        byte[] body) {
                    got.add(envelope.getDeliveryTag());
                }
            });
            await().until(() -> got.size() == 10);
            await().during(200, TimeUnit.MILLISECONDS).until(() -> got.size() == 10);
            channel.basicAck(got.getLast(), true);
            await().until(() -> got.size() == 20);
            channel.basicAck(got.getLast(), true);
            await().until(() -> got.size() == 30);
        }
    }

    @Test
    void what_was_not_acknowledged_is_delivered_again_when_the_connection_drops() throws Exception {
        var first = connect();
        var channel = first.createChannel();
        declare(channel, "redelivered");
        publish(channel, "redelivered", 1);
        assertThat(channel.basicGet("redelivered", false)).isNotNull();
        first.abort();

        try (var second = connect(); var other = second.createChannel()) {
            var again = new LinkedBlockingQueue<Delivery>();
            other.basicConsume("redelivered", true, (tag, it) -> again.add(it), tag -> {});
            assertThat(again.poll(5, TimeUnit.SECONDS).getEnvelope().isRedeliver()).isTrue();
        }
    }

    @Test
    void a_fanout_reaches_every_queue_that_is_bound() throws Exception {
        try (var connection = connect(); var channel = connection.createChannel()) {
            channel.exchangeDeclare("job-events", BuiltinExchangeType.FANOUT, true);
            var queues = List.of(channel.queueDeclare().getQueue(), channel.queueDeclare().getQueue());
            for (var it : queues) {
                channel.queueBind(it, "job-events", "");
            }
            channel.confirmSelect();
            channel.basicPublish("job-events", "", MessageProperties.PERSISTENT_BASIC, bytes("done"));
            channel.waitForConfirmsOrDie(5_000);
            for (var it : queues) {
                assertThat(text(channel.basicGet(it, true))).isEqualTo("done");
            }
        }
    }

    @Test
    void a_wrong_password_is_refused() {
        assertThatThrownBy(() -> {
            var factory = factory();
            factory.setPassword("wrong");
            factory.newConnection();
        }).isInstanceOf(PossibleAuthenticationFailureException.class);
    }

    @Test
    void a_port_that_is_taken_is_named() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedBroker.started(taken.getLocalPort()))
                    .isInstanceOf(EmbeddedStartException.class)
                    .hasMessageContaining("port " + taken.getLocalPort());
        }
    }

    @Test
    void it_goes_away_and_returns_on_the_same_port() throws Exception {
        try (var own = EmbeddedBroker.started(0)) {
            var factory = new ConnectionFactory();
            factory.setUri(own.uri());
            factory.setAutomaticRecoveryEnabled(false);
            var connection = factory.newConnection();
            var closed = new CountDownLatch(1);
            connection.addShutdownListener(it -> closed.countDown());

            own.stop();
            assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(factory::newConnection).isInstanceOf(java.net.ConnectException.class);

            own.start();
            try (var again = factory.newConnection(); var channel = again.createChannel()) {
                declare(channel, "after-the-return");
                publish(channel, "after-the-return", 1);
                assertThat(channel.messageCount("after-the-return")).isEqualTo(1);
            }
        }
    }

    private static void declare(Channel channel, String queue) throws Exception {
        channel.queueDeclare(queue, true, false, false, OF_RABBITMQ);
    }

    private static void publish(Channel channel, String queue, int count) throws Exception {
        channel.confirmSelect();
        for (int i = 0; i < count; i++) {
            channel.basicPublish("", queue, true, MessageProperties.PERSISTENT_BASIC, bytes("m" + i));
        }
        channel.waitForConfirmsOrDie(5_000);
    }

    private static Connection connect() throws Exception {
        return factory().newConnection();
    }

    private static ConnectionFactory factory() {
        var factory = new ConnectionFactory();
        factory.setHost(broker.host());
        factory.setPort(broker.port());
        factory.setUsername(broker.username());
        factory.setPassword(broker.password());
        factory.setVirtualHost("/");
        return factory;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(GetResponse response) {
        return new String(response.getBody(), StandardCharsets.UTF_8);
    }
}
