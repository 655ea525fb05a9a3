package dev.atelier.benchmark.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.atelier.embedded.EmbeddedDatabase;

/** A durable PostgreSQL of this run's own, which may be killed and started again on its data. */
public final class KillableDatabase implements AutoCloseable {
    private static final String NAME = "postgresql";
    private static final Duration DEATH = Duration.ofSeconds(30);

    private final EmbeddedDatabase database;
    private final Path folder;
    private final Watchdog watchdog;

    private KillableDatabase(EmbeddedDatabase database, Path folder, Watchdog watchdog) {
        this.database = database;
        this.folder = folder;
        this.watchdog = watchdog;
    }

    static KillableDatabase started(Path folder, Map<String, String> settings, Watchdog watchdog) throws IOException {
        var database = new KillableDatabase(EmbeddedDatabase.persistent(folder, 0, settings), folder, watchdog);
        watchdog.watch(NAME, database.postmaster().pid());
        return database;
    }

    /** On what was committed. */
    public synchronized void start() {
        try {
            database.start();
            watchdog.watch(NAME, postmaster().pid());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As an operator stops it: sessions are ended. */
    public synchronized void stop() {
        watchdog.forget(NAME);
        database.stop();
    }

    /** As a power cut: the postmaster and every process of it, none of which gets to say anything. */
    public synchronized void kill() throws IOException, InterruptedException {
        watchdog.forget(NAME);
        var postmaster = postmaster();
        var all = Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        long deadline = System.nanoTime() + DEATH.toNanos();
        for (var it : all) {
            while (isAlive(it)) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("process %d of PostgreSQL survived its kill".formatted(it.pid()));
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
    }

    /** The postmaster, whose children do the work. */
    public long pid() throws IOException {
        return postmaster().pid();
    }

    EmbeddedDatabase settings() {
        return database;
    }

    private ProcessHandle postmaster() throws IOException {
        var lines = Files.readAllLines(folder.resolve("data").resolve("postmaster.pid"));
        long pid = Long.parseLong(lines.getFirst().strip());
        return ProcessHandle.of(pid)
                .orElseThrow(() -> new IllegalStateException("PostgreSQL, pid " + pid + ", does not run"));
    }

    /** Where nobody waits for orphans, they stay in the list of processes: dead, and without a command line. */
    private static boolean isAlive(ProcessHandle process) throws IOException {
        var commandLine = Path.of("/proc", Long.toString(process.pid()), "cmdline");
        return process.isAlive() && (!Files.isDirectory(Path.of("/proc/self")) || hasContent(commandLine));
    }

    private static boolean hasContent(Path file) throws IOException {
        try {
            return Files.readAllBytes(file).length > 0;
        } catch (java.nio.file.NoSuchFileException e) {
            return false;
        }
    }

    @Override
    public synchronized void close() {
        watchdog.forget(NAME);
        database.close();
    }
}
