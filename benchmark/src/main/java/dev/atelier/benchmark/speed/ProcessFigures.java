package dev.atelier.benchmark.speed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** What Linux tells of a process. */
record ProcessFigures(long pid) {
    /** USER_HZ, which is 100 on every Linux that Java runs on. */
    private static final double TICKS = 100;
    private static final int USER_TIME = 11;
    private static final int CHILDREN_SYSTEM_TIME = 14;

    static ProcessFigures of(long pid) {
        return new ProcessFigures(pid);
    }

    /** Of all its threads, and of its children that have ended. */
    double cpuSeconds() {
        try {
            return cpuSeconds(Files.readString(file("stat")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same, with the children that live. */
    double treeCpuSeconds() {
        return cpuSeconds() + children().stream().mapToDouble(it -> it.cpuSecondsOrNone()).sum();
    }

    private List<ProcessFigures> children() {
        return ProcessHandle.of(pid)
                .map(it -> it.descendants().map(child -> new ProcessFigures(child.pid())).toList())
                .orElse(List.of());
    }

    private double cpuSecondsOrNone() {
        try {
            return cpuSeconds(Files.readString(file("stat")));
        } catch (NoSuchFileException e) {
            return 0; // it has ended: what it used is in its parent's figures
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static double cpuSeconds(String stat) {
        // The second field is a name in parentheses, which may hold anything.
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        double ticks = 0;
        for (int i = USER_TIME; i <= CHILDREN_SYSTEM_TIME; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return ticks / TICKS;
    }

    double residentMebibytes() {
        return mebibytes("VmRSS:");
    }

    /** The most that was resident at a time. */
    double highWaterMebibytes() {
        return mebibytes("VmHWM:");
    }

    private double mebibytes(String name) {
        try (var lines = Files.lines(file("status"))) {
            return lines.filter(it -> it.startsWith(name))
                    .mapToDouble(it -> Double.parseDouble(it.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no " + name + " of process " + pid));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(String name) {
        return Path.of("/proc", Long.toString(pid), name);
    }
}
