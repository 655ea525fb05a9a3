package dev.atelier.benchmark.processes;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** One service as a process of its own, from its packaged jar. It may be killed and started again as often as one likes. */
public final class ServiceProcess {
    private static final Duration KILLED = Duration.ofSeconds(20);

    private final String name;
    private final Path jar;
    private final List<Path> moreClasses;
    private final List<String> options;
    private final Path folder;
    private final URI base;
    private final URI health;
    private final Watchdog watchdog;
    private final HttpClient http;
    private @Nullable Process process;
    private boolean wanted;
    private boolean paused;
    private volatile boolean recovered;

    /**
     * @param moreClasses on the class path, after the jar
     * @param settings written to a file: secrets do not belong on a command line
     * @param port     where it serves
     * @param health   the address that answers 200 when it is ready
     */
    ServiceProcess(String name, Path jar, List<Path> moreClasses, List<String> options, Map<String, String> settings,
            Path folder, int port, URI health, Watchdog watchdog, HttpClient http) throws IOException {
        this.name = name;
        this.jar = jar;
        this.moreClasses = List.copyOf(moreClasses);
        this.options = List.copyOf(options);
        this.folder = Files.createDirectories(folder.resolve(name));
        this.base = URI.create("http://127.0.0.1:" + port);
        this.health = health;
        this.watchdog = watchdog;
        this.http = http;
        var properties = new Properties();
        properties.putAll(settings);
        properties.setProperty("server.port", Integer.toString(port));
        properties.setProperty("server.address", "127.0.0.1");
        try (var out = Files.newBufferedWriter(this.folder.resolve("application.properties"))) {
            properties.store(out, null);
        }
    }

    public String name() {
        return name;
    }

    /** Without a path. */
    public URI base() {
        return base;
    }

    /** Of all its lives. */
    public Path log() {
        return folder.resolve("output.log");
    }

    /** Starts it once and ends it, to write down the classes that it loads: later starts take half the time. */
    synchronized void train(Duration within) {
        var training = launch(List.of("-XX:ArchiveClassesAtExit=" + archive(), "-Dspring.context.exit=onRefresh"));
        process = training;
        if (!ended(training, within)) {
            throw new IllegalStateException("%s does not end after its start:%n%s".formatted(name, lastLines()));
        }
        watchdog.forget(name);
    }

    /** Does not wait until it is ready. */
    public void start() {
        start(Files.exists(archive())
                ? List.of("-XX:SharedArchiveFile=" + archive(), "-XX:+UnlockDiagnosticVMOptions",
                        // At its own address: elsewhere all of its 120 MB are written to, and counted as the service's memory.
                        "-XX:ArchiveRelocationMode=0")
                : List.of());
    }

    /**
     * The same without the classes that were written down.
     *
     * @param more options of the JVM for this life only
     */
    public synchronized void start(List<String> more) {
        if (isAlive()) {
            return;
        }
        process = launch(more);
        wanted = true;
        paused = false;
        recovered = false;
    }

    /** One for all processes of this jar. */
    private Path archive() {
        return jar.resolveSibling("classes.jsa");
    }

    private Process launch(List<String> more) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(more);
        try {
            command.addAll(program());
            command.add("--spring.config.additional-location=" + folder.toUri());
            var builder = new ProcessBuilder(command).directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
            builder.environment().put("MALLOC_ARENA_MAX", "2"); // as in the images
            var started = builder.start();
            watchdog.watch(name, started.pid());
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> program() throws IOException {
        if (moreClasses.isEmpty()) {
            return List.of("-jar", jar.toString());
        }
        var classPath = Stream.concat(Stream.of(jar), moreClasses.stream())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        try (var file = new JarFile(jar.toFile())) {
            return List.of("-cp", classPath,
                    file.getManifest().getMainAttributes().getValue(Attributes.Name.MAIN_CLASS));
        }
    }

    /** Of its life now. */
    public synchronized long pid() {
        if (process == null || !process.isAlive()) {
            throw new IllegalStateException(name + " does not run");
        }
        return process.pid();
    }

    public synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Alive and not paused. */
    public synchronized boolean isRunning() {
        return isAlive() && !paused;
    }

    /** Whether it ought to be alive: who supervises it starts it again. */
    public synchronized boolean isWanted() {
        return wanted;
    }

    /** From now on it may stay dead. */
    public synchronized void unwanted() {
        wanted = false;
    }

    /** Whether it answers that it is ready. */
    public boolean isReady() {
        if (!isRunning()) {
            return false;
        }
        try {
            var request = HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(2)).build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false; // not yet, or no more
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * A figure of the service's own, the sum over its tags, as Prometheus would read it.
     *
     * @throws IOException when it does not answer, or has no such figure
     */
    public double metric(String name) throws IOException, InterruptedException {
        var answer = http.send(HttpRequest.newBuilder(health.resolve("/actuator/prometheus")).build(),
                BodyHandlers.ofString());
        var values = answer.body()
                .lines()
                .filter(it -> it.startsWith(name + "{") || it.startsWith(name + " "))
                .mapToDouble(it -> Double.parseDouble(it.substring(it.lastIndexOf(' ') + 1)))
                .toArray();
        if (answer.statusCode() != 200 || values.length == 0) {
            throw new IOException(this.name + " answers " + answer.statusCode() + " and tells no " + name);
        }
        return Arrays.stream(values).sum();
    }

    /** Whether it has been ready since its last start, and runs. */
    public boolean hasRecovered() {
        if (!recovered) {
            recovered = isReady();
        }
        return recovered && isRunning();
    }

    /** @throws IllegalStateException when it is not ready in time */
    public void awaitReady(Duration within) throws InterruptedException {
        long deadline = System.nanoTime() + within.toNanos();
        while (!isReady()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("%s is not ready after %s; the end of its log:%n%s".formatted(name,
                        within, lastLines()));
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /** SIGKILL. */
    public synchronized void kill() {
        var running = process;
        if (running != null) {
            running.destroyForcibly();
            if (!ended(running, KILLED)) {
                throw new IllegalStateException("%s, pid %d, survived its kill".formatted(name, running.pid()));
            }
            watchdog.forget(name);
        }
    }

    /** SIGTERM; does not wait. */
    public synchronized void terminate() {
        if (process != null) {
            process.destroy();
        }
    }

    /** Whether it ends within this time. */
    public boolean ends(Duration within) {
        Process running;
        synchronized (this) {
            running = process;
        }
        return running == null || ended(running, within);
    }

    /** SIGSTOP: it holds everything that it has, and knows nothing of it. */
    public synchronized void pause() {
        signal("STOP");
        paused = true;
    }

    /** SIGCONT. */
    public synchronized void resume() {
        signal("CONT");
        paused = false;
    }

    private void signal(String signal) {
        if (process == null || !process.isAlive()) {
            return;
        }
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String lastLines() {
        try {
            var lines = Files.readAllLines(log());
            return String.join(System.lineSeparator(), lines.subList(Math.max(0, lines.size() - 30), lines.size()));
        } catch (IOException e) {
            return "no log: " + e;
        }
    }

    private static boolean ended(Process process, Duration within) {
        try {
            return process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
