package dev.atelier.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of one temporary database. Those of programs that were killed are cleared away by the next one. */
record TemporaryFolder(Path path, FolderLock lock, PostgresBinaries binaries) {
    private static final Logger log = LoggerFactory.getLogger(TemporaryFolder.class);
    /** A folder is unlocked for a moment after its creation. */
    private static final Duration CERTAINLY_LOCKED = Duration.ofMinutes(1);

    static TemporaryFolder create() throws IOException {
        var user = System.getProperty("user.name").replaceAll("\\W", "_");
        var all = Path.of(System.getProperty("java.io.tmpdir")).toRealPath().resolve("atelier-postgresql-" + user);
        Files.createDirectories(all);
        Folders.open(all); // fails on a folder that somebody else put there
        var binaries = PostgresBinaries.unpackedIn(all);
        clearAway(all, binaries);
        var path = Files.createTempDirectory(all, "run-");
        Folders.open(path);
        return new TemporaryFolder(path, FolderLock.of(path), binaries);
    }

    void remove() throws IOException {
        lock.close();
        Folders.delete(path);
    }

    private static void clearAway(Path all, PostgresBinaries binaries) throws IOException {
        try (var folders = Files.newDirectoryStream(all, "run-*")) {
            for (var it : folders) {
                if (Files.getLastModifiedTime(it).toInstant().isBefore(Instant.now().minus(CERTAINLY_LOCKED))) {
                    clearAwayWhenAbandoned(it, binaries);
                }
            }
        }
    }

    private static void clearAwayWhenAbandoned(Path folder, PostgresBinaries binaries) {
        try {
            var lock = FolderLock.of(folder);
            try {
                new PostgresServer(binaries, folder).stop();
            } finally {
                lock.close();
            }
            Folders.delete(folder);
        } catch (EmbeddedStartException e) {
            log.debug("{} is in use", folder, e);
        } catch (IOException e) {
            log.warn("the abandoned temporary database {} could not be removed", folder, e);
        }
    }
}
