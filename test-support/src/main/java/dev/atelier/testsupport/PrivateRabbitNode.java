package dev.atelier.testsupport;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import dev.atelier.embedded.FreePort;

/**
 * A RabbitMQ node of its own, beside the machine's: own ports, own cookie, own port mapper (epmd), all files in one
 * temporary folder. It may be killed and started again on its data. Nothing outlives {@link #close()} or the JVM, not even
 * when the JVM is killed.
 */
public final class PrivateRabbitNode implements TestBroker, AutoCloseable {
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration STOP = Duration.ofMinutes(1);

    private final RabbitInstallation installation;
    private final Path folder;
    private final int port = FreePort.onLoopback();
    private final int distributionPort = FreePort.onLoopback();
    private final int mapperPort = FreePort.onLoopback();
    private final String name = "atelier-" + UUID.randomUUID().toString().substring(0, 8) + "@localhost";
    private final Process mapper;
    private final Thread cleanUp = new Thread(this::closeNow, "rabbitmq-clean-up");
    private @Nullable Process node;
    private @Nullable Process watchdog;

    private PrivateRabbitNode(RabbitInstallation installation) throws IOException {
        this.installation = installation;
        this.folder = Files.createTempDirectory("atelier-rabbitmq");
        writeConfiguration();
        this.mapper = process("mapper.log", "epmd", "-port", Integer.toString(mapperPort), "-address", "127.0.0.1")
                .start();
    }

    /** Whether there is a RabbitMQ on this machine to take a node from. */
    public static boolean isInstalled() {
        return RabbitInstallation.find().isPresent();
    }

    /** A new node, which answers. Takes ten seconds and more. */
    public static PrivateRabbitNode started() {
        var installation = RabbitInstallation.find()
                .orElseThrow(() -> new IllegalStateException("no RabbitMQ is installed on this machine"));
        try {
            var node = new PrivateRabbitNode(installation);
            Runtime.getRuntime().addShutdownHook(node.cleanUp);
            try {
                node.start();
            } catch (RuntimeException e) {
                node.close();
                throw e;
            }
            return node;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Kind kind() {
        return Kind.RABBITMQ;
    }

    @Override
    public String host() {
        return "127.0.0.1";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String username() {
        return "guest";
    }

    @Override
    public String password() {
        return "guest";
    }

    @Override
    public String virtualHost() {
        return "/";
    }

    /** On the data that the last run left. A running node is left as it is. */
    @Override
    public synchronized void start() {
        if (isRunning()) {
            return;
        }
        try {
            var started = process("node.log", installation.server()).start();
            node = started;
            watchdog = watchdog(started);
            if (!new AmqpPort(host(), port).answersWithin(START, started::isAlive)) {
                kill();
                throw new IllegalStateException("the private RabbitMQ node did not start:%n%s".formatted(lastLines()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An orderly shutdown; what is durable stays. */
    @Override
    public synchronized void stop() {
        var running = node;
        if (running == null) {
            return;
        }
        running.destroy();
        if (!ended(running, STOP)) {
            running.destroyForcibly();
        }
        forget();
    }

    /** As a power cut: kill -9 of the Erlang VM. */
    public synchronized void kill() {
        var running = node;
        if (running == null) {
            return;
        }
        running.destroyForcibly();
        if (!ended(running, STOP)) {
            throw new IllegalStateException("the Erlang VM, pid %d, survived its kill".formatted(running.pid()));
        }
        forget();
    }

    public synchronized boolean isRunning() {
        return node != null && node.isAlive();
    }

    /** The process id of the Erlang VM, for who wants to stop and continue it. */
    public synchronized long pid() {
        if (node == null) {
            throw new IllegalStateException("not running");
        }
        return node.pid();
    }

    /** What {@code rabbitmqctl} prints for these arguments. Takes a second and more. */
    public String control(String... arguments) {
        try {
            var command = new ArrayList<>(List.of(installation.control(), "-q", "-n", name));
            command.addAll(List.of(arguments));
            var process = process("control.log", command.toArray(String[]::new))
                    .redirectOutput(ProcessBuilder.Redirect.PIPE)
                    .start();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("rabbitmqctl %s: %s".formatted(List.of(arguments), output));
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for rabbitmqctl", e);
        }
    }

    /** Kills the node and removes its files. A second call does nothing. */
    @Override
    public void close() {
        if (Files.exists(folder)) {
            closeNow();
            Runtime.getRuntime().removeShutdownHook(cleanUp);
        }
    }

    private void closeNow() {
        kill();
        mapper.destroyForcibly();
        ended(mapper, STOP);
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void forget() {
        node = null;
        if (watchdog != null) {
            watchdog.destroyForcibly();
            watchdog = null;
        }
    }

    /** Its input is a pipe from this JVM: it ends when the JVM does, however that comes to pass. */
    private Process watchdog(Process node) throws IOException {
        var script = "trap '' INT TERM HUP; cat >/dev/null; kill -9 %d %d; sleep 1; rm -rf '%s'"
                .formatted(node.pid(), mapper.pid(), folder);
        return new ProcessBuilder("sh", "-c", script).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private void writeConfiguration() throws IOException {
        Files.writeString(folder.resolve("rabbitmq.conf"), """
                listeners.tcp.1 = 127.0.0.1:%d
                log.console = false
                """.formatted(port));
        Files.writeString(folder.resolve("enabled_plugins"), "[].\n");
        var cookie = folder.resolve(".erlang.cookie");
        Files.writeString(cookie, UUID.randomUUID().toString().replace("-", ""));
        Files.setPosixFilePermissions(cookie, PosixFilePermissions.fromString("r--------"));
    }

    private ProcessBuilder process(String log, String... command) {
        var builder = new ProcessBuilder(command).directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve(log).toFile()));
        builder.environment().keySet().removeIf(it -> it.startsWith("RABBITMQ_") || it.startsWith("ERL_"));
        builder.environment().putAll(environment());
        return builder;
    }

    private Map<String, String> environment() {
        var environment = new HashMap<String, String>();
        environment.put("HOME", folder.toString());
        environment.put("ERL_EPMD_PORT", Integer.toString(mapperPort));
        environment.put("ERL_EPMD_ADDRESS", "127.0.0.1");
        environment.put("RABBITMQ_NODENAME", name);
        environment.put("RABBITMQ_NODE_PORT", Integer.toString(port));
        environment.put("RABBITMQ_DIST_PORT", Integer.toString(distributionPort));
        environment.put("RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq.conf").toString());
        for (var it : List.of("MNESIA_BASE", "LOG_BASE", "ENABLED_PLUGINS_FILE", "PID_FILE", "CONF_ENV_FILE",
                "ADVANCED_CONFIG_FILE", "GENERATED_CONFIG_DIR", "SCHEMA_DIR")) {
            environment.put("RABBITMQ_" + it, folder.resolve(it.toLowerCase(Locale.ROOT)).toString());
        }
        // So that the script becomes the Erlang VM, and its process is the one to kill.
        environment.put("RUNNING_UNDER_SYSTEMD", "true");
        environment.put("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
                "+B i +sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {127,0,0,1}");
        return environment;
    }

    private String lastLines() throws IOException {
        var lines = Files.readAllLines(folder.resolve("node.log"));
        return String.join(System.lineSeparator(), lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    }

    private static boolean ended(Process process, Duration within) {
        try {
            return process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
