package dev.atelier.testsupport;

import java.time.Duration;
import java.util.List;

import org.testcontainers.rabbitmq.RabbitMQContainer;

import dev.atelier.embedded.FreePort;

/** RabbitMQ in a container; Testcontainers removes it after the JVM. */
final class ContainerBroker implements TestBroker {
    private static final String IMAGE = "rabbitmq:4.1-management";
    private static final Duration START = Duration.ofMinutes(1);
    private static final int STOP_SECONDS = 30;

    private final RabbitMQContainer container;
    private final int port;

    private ContainerBroker(RabbitMQContainer container, int port) {
        this.container = container;
        this.port = port;
    }

    /** On a port of our choice, since Docker gives a container that returns another one. */
    static ContainerBroker started() {
        int port = FreePort.onLoopback();
        var container = new RabbitMQContainer(IMAGE);
        container.setPortBindings(List.of(port + ":5672"));
        container.start();
        return new ContainerBroker(container, port);
    }

    @Override
    public Kind kind() {
        return Kind.DOCKER;
    }

    @Override
    public String host() {
        return container.getHost();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String username() {
        return container.getAdminUsername();
    }

    @Override
    public String password() {
        return container.getAdminPassword();
    }

    @Override
    public String virtualHost() {
        return "/";
    }

    @Override
    public void stop() {
        if (container.isRunning()) {
            container.getDockerClient().stopContainerCmd(container.getContainerId()).withTimeout(STOP_SECONDS).exec();
        }
    }

    @Override
    public void start() {
        if (container.isRunning()) {
            return;
        }
        container.getDockerClient().startContainerCmd(container.getContainerId()).exec();
        if (!new AmqpPort(host(), port).answersWithin(START, container::isRunning)) {
            throw new IllegalStateException("RabbitMQ's container did not return: " + container.getLogs());
        }
    }
}
