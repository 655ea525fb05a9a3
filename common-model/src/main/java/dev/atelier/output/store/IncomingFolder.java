package dev.atelier.output.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where files are received. What a killed process left behind goes when the next one begins to receive, a day later. */
final class IncomingFolder {
    private static final Logger log = LoggerFactory.getLogger(IncomingFolder.class);
    private static final Duration LEFT_BEHIND = Duration.ofDays(1);

    private final Path folder;
    private final AtomicBoolean tidied = new AtomicBoolean();

    IncomingFolder(Path folder) {
        this.folder = folder;
    }

    IncomingFile receive(InputStream content, long most) throws IOException {
        if (tidied.compareAndSet(false, true)) {
            tidy();
        }
        return IncomingFile.receive(folder, content, most);
    }

    private void tidy() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        var before = Instant.now().minus(LEFT_BEHIND);
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            log.warn("{} could not be tidied; what was left in it stays for now", folder, e);
        }
    }
}
