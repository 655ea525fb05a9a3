package dev.atelier.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.SystemLauncherListener;
import org.apache.qpid.server.logging.NullMessageLogger;
import org.apache.qpid.server.model.BrokerImpl;
import org.apache.qpid.server.model.SystemConfig;
import org.jspecify.annotations.Nullable;

/**
 * An AMQP 0-9-1 broker inside this JVM, on loopback: RabbitMQ's protocol, user {@code guest}, virtual host {@code /}. It
 * keeps messages in memory only, and accepts and ignores RabbitMQ's own queue arguments: no dead-lettering, no delivery
 * limit. What is lost with it is published again from the database.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private final int port;
    private @Nullable Running running;

    private EmbeddedBroker(int port) {
        this.port = port;
    }

    /** One that accepts connections, on this port, or on any free one for 0. */
    public static EmbeddedBroker started(int port) {
        var broker = new EmbeddedBroker(port == 0 ? FreePort.onLoopback() : port);
        broker.start();
        return broker;
    }

    /** After a {@link #stop()}: on the same port, without any queue or message. A running one is left as it is. */
    public synchronized void start() {
        if (running == null) {
            FreePort.require(port, "the embedded broker");
            running = Running.on(port);
        }
    }

    /** Connections are dropped, queues and messages are gone. A second call does nothing. */
    public synchronized void stop() {
        if (running != null) {
            running.shutdown();
            running = null;
        }
    }

    @Override
    public void close() {
        stop();
    }

    public String host() {
        return "127.0.0.1";
    }

    public int port() {
        return port;
    }

    public String username() {
        return "guest";
    }

    public String password() {
        return "guest";
    }

    public String virtualHost() {
        return "/";
    }

    /** With user, password and the virtual host {@code /}, as AMQP clients take it. */
    public URI uri() {
        return URI.create("amqp://%s:%s@%s:%d/%%2F".formatted(username(), password(), host(), port));
    }

    /** One run of the broker: the library has no restart. */
    private record Running(SystemLauncher launcher, Path work) {
        static Running on(int port) {
            QuietLogging.apply();
            try {
                var work = Files.createTempDirectory("atelier-broker");
                var configuration = work.resolve("configuration.json");
                try (var in = EmbeddedBroker.class.getResourceAsStream("broker.json")) {
                    Files.copy(Objects.requireNonNull(in), configuration);
                }
                var listener = new Listener();
                var launcher = new SystemLauncher(listener);
                var run = new Running(launcher, work);
                try {
                    launcher.startup(Map.of(
                            SystemConfig.TYPE, "Memory",
                            SystemConfig.INITIAL_CONFIGURATION_LOCATION, configuration.toUri().toString(),
                            SystemConfig.STARTUP_LOGGED_TO_SYSTEM_OUT, false,
                            SystemConfig.CONTEXT, Map.of(
                                    "qpid.amqp_port", Integer.toString(port),
                                    SystemConfig.QPID_WORK_DIR, work.toString())));
                } catch (Exception e) {
                    run.shutdown();
                    throw new EmbeddedStartException("the embedded broker did not start on port %d: %s"
                            .formatted(port, e), e);
                }
                listener.leaveStoppingToTheOwner();
                Folders.delete(work); // read by now, and the memory stores write nothing: a killed JVM leaves no file
                return run;
            } catch (IOException e) {
                throw new EmbeddedStartException("the embedded broker cannot write its configuration: " + e, e);
            }
        }

        void shutdown() {
            launcher.shutdown();
            try {
                Folders.delete(work);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Listener extends SystemLauncherListener.DefaultSystemLauncherListener {
        private @Nullable SystemConfig<?> config;

        /** The broker reports each connection and channel as an operational event; nobody operates this one. */
        @Override
        public void onContainerResolve(SystemConfig<?> config) {
            this.config = config;
            config.getEventLogger().setMessageLogger(new NullMessageLogger());
        }

        /**
         * The broker registers a shutdown hook and offers no way not to. Hooks run side by side, so at Ctrl-C it would pull
         * the connections from under services that are still finishing their work.
         */
        void leaveStoppingToTheOwner() {
            try {
                var hook = BrokerImpl.class.getDeclaredField("_shutdownHook");
                hook.setAccessible(true);
                Runtime.getRuntime()
                        .removeShutdownHook((Thread) hook.get(Objects.requireNonNull(config).getContainer()));
            } catch (ReflectiveOperationException e) {
                throw new EmbeddedStartException("this version of the broker keeps its shutdown hook elsewhere", e);
            }
        }
    }
}
