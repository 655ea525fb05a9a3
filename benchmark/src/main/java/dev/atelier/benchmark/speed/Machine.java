package dev.atelier.benchmark.speed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the figures were taken on. */
final class Machine {
    private Machine() {}

    static String text() {
        return "%d cores (%s), %.1f GiB memory, %s, Java %s, PostgreSQL 18 (embedded, fsync and synchronous_commit on),"
                .formatted(Runtime.getRuntime().availableProcessors(), line("/proc/cpuinfo", "model name"),
                        Double.parseDouble(line("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) / (1 << 20),
                        System.getProperty("os.name") + " " + System.getProperty("os.version"), Runtime.version())
                + " RabbitMQ quorum queues on one node; all of them and the load share the cores.\n";
    }

    private static String line(String file, String name) {
        try (var lines = Files.lines(Path.of(file))) {
            return lines.filter(it -> it.startsWith(name))
                    .map(it -> it.substring(it.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("0");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
