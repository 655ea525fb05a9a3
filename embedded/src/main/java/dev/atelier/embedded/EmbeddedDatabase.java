package dev.atelier.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * A real PostgreSQL of this program's own, on loopback. A {@link #persistent} one is durable and stays until it is closed:
 * it registers no shutdown hook, so its owner stops it last, after everything that uses it. A {@link #temporary} one trades
 * durability for speed, and is removed when closed or when the JVM ends.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    /** The database of {@link #jdbcUrl()}. */
    public static final String DEFAULT_DATABASE = "atelier";

    private final PostgresServer server;
    private final Map<String, String> settings;
    private final int port;
    private final String password;
    private final Release release;
    private boolean closed;

    private EmbeddedDatabase(PostgresServer server, Map<String, String> settings, int port, String password,
            Release release) {
        this.server = server;
        this.settings = settings;
        this.port = port;
        this.password = password;
        this.release = release;
    }

    /** What is done once the server has stopped. */
    @FunctionalInterface
    private interface Release {
        void run() throws IOException;
    }

    /** As {@link #persistent(Path, int, Map)}, with our settings. */
    public static EmbeddedDatabase persistent(Path folder, int port) {
        return persistent(folder, port, Map.of());
    }

    /**
     * Starts the database of this folder, which is made when it is not there. A server that a killed program left running
     * in it is stopped first.
     *
     * @param port 0 for any free one
     * @param settings PostgreSQL's own, before ours; address and port excepted
     * @throws EmbeddedStartException when another program uses the folder, the port is taken, the data are of another
     *         major version, or the server does not start
     */
    public static EmbeddedDatabase persistent(Path folder, int port, Map<String, String> settings) {
        try {
            Files.createDirectories(folder);
            var real = folder.toRealPath();
            var lock = FolderLock.of(real);
            try {
                if (port != 0 && !PostgresServer.isInitialized(real)) {
                    FreePort.require(port, PostgresServer.PURPOSE); // before the work of making the folder
                }
                var server = new PostgresServer(PostgresBinaries.unpackedIn(real), real);
                return started(server, port, Durability.FULL, settings, lock::close);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new EmbeddedStartException("cannot start PostgreSQL in %s: %s".formatted(folder, e), e);
        }
    }

    /** As {@link #temporary(Map)}, with our settings: fast, 300 connections. */
    public static EmbeddedDatabase temporary() {
        return temporary(Map.of());
    }

    /** A new and empty one for tests, on any free port. */
    public static EmbeddedDatabase temporary(Map<String, String> settings) {
        try {
            var folder = TemporaryFolder.create();
            try {
                var server = new PostgresServer(folder.binaries(), folder.path());
                var database = started(server, 0, Durability.NONE, settings, folder::remove);
                Runtime.getRuntime().addShutdownHook(new Thread(database::close, "temporary-database-removal"));
                return database;
            } catch (IOException | RuntimeException e) {
                folder.remove();
                throw e;
            }
        } catch (IOException e) {
            throw new EmbeddedStartException("cannot start a temporary PostgreSQL: " + e, e);
        }
    }

    private static EmbeddedDatabase started(PostgresServer server, int port, Durability durability,
            Map<String, String> settings, Release release) throws IOException {
        if (!PostgresServer.isInitialized(server.folder())) {
            server.initialize(durability);
        }
        var all = new HashMap<>(durability.settings());
        all.putAll(settings);
        var database = new EmbeddedDatabase(server, all, port == 0 ? FreePort.onLoopback() : port, server.password(),
                release);
        database.start();
        try {
            database.createDefaultDatabase();
        } catch (RuntimeException e) {
            server.stop();
            throw e;
        }
        return database;
    }

    /** After a {@link #stop()}: on the same port, with everything that was committed. */
    public synchronized void start() {
        if (closed) {
            throw new IllegalStateException("closed for good");
        }
        try {
            server.start(port, settings);
        } catch (IOException e) {
            throw new EmbeddedStartException("cannot start PostgreSQL: " + e, e);
        }
    }

    /** A fast shutdown, as an operator's: sessions are ended, what is committed stays. A second call does nothing. */
    public synchronized void stop() {
        try {
            server.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops it and lets go of the folder; a temporary one is removed. A second call does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            stop();
        } finally {
            release();
        }
    }

    private void release() {
        try {
            release.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String jdbcUrl() {
        return jdbcUrl(DEFAULT_DATABASE);
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
    }

    /** The superuser. */
    public String username() {
        return PostgresServer.SUPERUSER;
    }

    /** Made with the folder and kept in it, readable for its owner only. */
    public String password() {
        return password;
    }

    public int port() {
        return port;
    }

    /** An empty one. One of this name must not be there yet. */
    public void createDatabase(String name) {
        try (var connection = connect(); var statement = connection.createStatement()) {
            statement.execute("create database " + statement.enquoteIdentifier(name, true));
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create database %s: %s".formatted(name, e.getMessage()), e);
        }
    }

    private void createDefaultDatabase() {
        try (var connection = connect();
                var query = connection.prepareStatement("select from pg_database where datname = ?")) {
            query.setString(1, DEFAULT_DATABASE);
            try (var found = query.executeQuery()) {
                if (!found.next()) {
                    createDatabase(DEFAULT_DATABASE);
                }
            }
        } catch (SQLException e) {
            throw new EmbeddedStartException("PostgreSQL runs on port %d, but does not answer: %s"
                    .formatted(port, e.getMessage()), e);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl("postgres"), username(), password);
    }
}
