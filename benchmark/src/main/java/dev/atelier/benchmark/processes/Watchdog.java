package dev.atelier.benchmark.processes;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Ends what this JVM has started, and removes its folder, should the JVM end without doing so itself. It is a process that
 * reads a pipe from here: the pipe ends with the JVM, even when that is killed.
 */
final class Watchdog implements AutoCloseable {
    private static final String SCRIPT = """
            trap '' INT TERM HUP
            pids=
            while read -r line; do pids=$line; done
            [ -n "$pids" ] && kill -9 $pids
            sleep 1
            rm -rf "$1"
            """;

    private final Process process;
    private final Writer pipe;
    private final Map<String, Long> watched = new TreeMap<>();

    private Watchdog(Process process) {
        this.process = process;
        pipe = new BufferedWriter(process.outputWriter(StandardCharsets.US_ASCII));
    }

    static Watchdog of(Path folder) throws IOException {
        return new Watchdog(new ProcessBuilder("sh", "-c", SCRIPT, "watchdog", folder.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    synchronized void watch(String name, long pid) {
        watched.put(name, pid);
        tell();
    }

    /** Its process has ended: the number may be another program's soon. */
    synchronized void forget(String name) {
        watched.remove(name);
        tell();
    }

    private void tell() {
        try {
            pipe.write(watched.values().stream().map(String::valueOf).collect(Collectors.joining(" ", "", "\n")));
            pipe.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the watchdog is gone", e);
        }
    }

    /** Everything has ended in order. The folder stays. */
    @Override
    public synchronized void close() {
        process.destroyForcibly();
    }
}
