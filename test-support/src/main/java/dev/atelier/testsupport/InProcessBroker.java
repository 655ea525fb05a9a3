package dev.atelier.testsupport;

import dev.atelier.embedded.EmbeddedBroker;

/** The broker that comes with the program. */
record InProcessBroker(EmbeddedBroker broker) implements TestBroker {
    static InProcessBroker started() {
        return new InProcessBroker(EmbeddedBroker.started(0));
    }

    @Override
    public Kind kind() {
        return Kind.EMBEDDED;
    }

    @Override
    public String host() {
        return broker.host();
    }

    @Override
    public int port() {
        return broker.port();
    }

    @Override
    public String username() {
        return broker.username();
    }

    @Override
    public String password() {
        return broker.password();
    }

    @Override
    public String virtualHost() {
        return broker.virtualHost();
    }

    @Override
    public void stop() {
        broker.stop();
    }

    @Override
    public void start() {
        broker.start();
    }
}
