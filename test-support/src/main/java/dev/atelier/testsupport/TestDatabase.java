package dev.atelier.testsupport;

import java.util.concurrent.atomic.AtomicInteger;

import dev.atelier.embedded.EmbeddedDatabase;

/** A database of a test's own, empty. All are on one server, which starts with the first and ends with the JVM. */
public record TestDatabase(String jdbcUrl, String username, String password) {
    private static final AtomicInteger CREATED = new AtomicInteger();

    public static TestDatabase create() {
        var name = "test_" + CREATED.incrementAndGet();
        var server = Server.INSTANCE;
        server.createDatabase(name);
        return new TestDatabase(server.jdbcUrl(name), server.username(), server.password());
    }

    private static final class Server {
        private static final EmbeddedDatabase INSTANCE = EmbeddedDatabase.temporary();
    }
}
