package dev.atelier.testsupport;

/**
 * The AMQP broker of this JVM's tests, started with the first {@link #get()} and ended with the JVM. It is the nearest to
 * production that the machine has, and {@code -Datelier.test.broker} or {@code ATELIER_TEST_BROKER} forces a
 * {@link Kind}. All tests share it, so each takes a prefix of its own for its queues.
 */
public sealed interface TestBroker permits ContainerBroker, PrivateRabbitNode, InProcessBroker {
    /** Where the broker comes from, the nearest to production first. */
    enum Kind {
        /** RabbitMQ in a container. */
        DOCKER,
        /** RabbitMQ as installed on this machine, as a private node. */
        RABBITMQ,
        /** The broker that comes with the program: neither quorum queues nor dead-lettering. */
        EMBEDDED
    }

    /** The shared one. The first call starts it and prints which it is, and why. */
    static TestBroker get() {
        return TestBrokers.shared();
    }

    Kind kind();

    String host();

    /** The same after {@link #stop()} and {@link #start()}. */
    int port();

    String username();

    String password();

    String virtualHost();

    /** The outage of a test; who calls it starts the broker again. Connections drop. */
    void stop();

    /** Returns when the broker accepts connections. The embedded one comes back without queues. */
    void start();

    /** For the tests that need what only RabbitMQ does. */
    default boolean isRabbitMq() {
        return kind() != Kind.EMBEDDED;
    }
}
