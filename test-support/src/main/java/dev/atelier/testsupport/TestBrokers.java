package dev.atelier.testsupport;

import java.util.Locale;
import java.util.Optional;

import dev.atelier.testsupport.TestBroker.Kind;

/** Chooses the broker of this JVM's tests. */
final class TestBrokers {
    private TestBrokers() {}

    static TestBroker shared() {
        return Shared.INSTANCE;
    }

    private static TestBroker chosen() {
        var forced = forced();
        if (forced.isPresent()) {
            return said(started(forced.get()), "as asked for");
        }
        var why = "no Docker engine answers";
        if (DockerEngine.answers()) {
            try {
                return said(ContainerBroker.started(), "a Docker engine answers");
            } catch (RuntimeException e) {
                why = "Docker answers but cannot run RabbitMQ: " + e.getMessage();
            }
        }
        return PrivateRabbitNode.isInstalled()
                ? said(PrivateRabbitNode.started(), why + ", RabbitMQ is installed")
                : said(InProcessBroker.started(),
                        why + ", RabbitMQ is not installed; tests that need RabbitMQ are skipped");
    }

    private static TestBroker started(Kind kind) {
        return switch (kind) {
            case DOCKER -> ContainerBroker.started();
            case RABBITMQ -> PrivateRabbitNode.started();
            case EMBEDDED -> InProcessBroker.started();
        };
    }

    private static Optional<Kind> forced() {
        return Optional.ofNullable(System.getProperty("atelier.test.broker"))
                .or(() -> Optional.ofNullable(System.getenv("ATELIER_TEST_BROKER")))
                .filter(it -> !it.isBlank())
                .map(it -> Kind.valueOf(it.strip().toUpperCase(Locale.ROOT)));
    }

    private static TestBroker said(TestBroker broker, String why) {
        var what = switch (broker.kind()) {
            case DOCKER -> "RabbitMQ in a container";
            case RABBITMQ -> "a private RabbitMQ node";
            case EMBEDDED -> "the embedded one";
        };
        System.out.printf("Test broker: %s, port %d (%s)%n", what, broker.port(), why);
        return broker;
    }

    private static final class Shared {
        private static final TestBroker INSTANCE = chosen();
    }
}
