package dev.atelier.worker.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Thousands of runs would write millions of lines. */
final class QuietLogs implements AutoCloseable {
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final @Nullable Level before = root.getLevel();

    QuietLogs() {
        root.setLevel(Level.OFF);
    }

    @Override
    public void close() {
        root.setLevel(before);
    }
}
