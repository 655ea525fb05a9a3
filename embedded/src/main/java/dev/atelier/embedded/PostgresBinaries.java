package dev.atelier.embedded;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's programs, unpacked once from the jar for this system and then found again by the archive's digest. */
record PostgresBinaries(Path home) {
    /** Holds the number of files, since cleaners of temporary folders take old files one by one. */
    private static final String COMPLETE = ".complete";

    static PostgresBinaries unpackedIn(Path folder) {
        QuietLogging.apply();
        try {
            var archive = archive();
            var home = folder.resolve("postgresql-" + digest(archive));
            if (!isComplete(home)) {
                unpack(archive, home);
            }
            return new PostgresBinaries(home);
        } catch (IOException e) {
            throw new EmbeddedStartException("cannot unpack PostgreSQL into %s: %s".formatted(folder, e), e);
        }
    }

    Path program(String name) {
        return home.resolve("bin").resolve(isWindows() ? name + ".exe" : name);
    }

    static boolean isWindows() {
        return System.getProperty("os.name").startsWith("Windows");
    }

    private static byte[] archive() throws IOException {
        var name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        var system = name.startsWith("windows") ? "Windows" : name.startsWith("mac") ? "Darwin" : "Linux";
        var machine = System.getProperty("os.arch");
        try (var in = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system,
                machine.equals("amd64") ? "x86_64" : machine)) {
            return in.readAllBytes();
        } catch (IllegalStateException e) {
            throw new EmbeddedStartException(
                    "no PostgreSQL for %s on %s is on the class path; the embedded one is there for x86-64 and arm64 on"
                            .formatted(system, machine)
                            + " Linux and macOS, and x86-64 on Windows. Elsewhere, run against a PostgreSQL of your own.",
                    e);
        }
    }

    private static String digest(byte[] archive) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(archive), 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isComplete(Path home) throws IOException {
        var mark = home.resolve(COMPLETE);
        return Files.exists(mark) && Files.readString(mark).equals(Long.toString(files(home)));
    }

    private static long files(Path home) throws IOException {
        try (var files = Files.walk(home)) {
            return files.filter(it -> !it.endsWith(COMPLETE)).count();
        }
    }

    /** Next to its place and then moved, so that nobody meets half of it. */
    private static void unpack(byte[] archive, Path home) throws IOException {
        var unpacking = Files.createTempDirectory(home.getParent(), "unpacking");
        try {
            try (var tar = new TarArchiveInputStream(new XZCompressorInputStream(new ByteArrayInputStream(archive)))) {
                unpack(tar, unpacking);
            }
            Files.writeString(unpacking.resolve(COMPLETE), Long.toString(files(unpacking)));
            Folders.open(unpacking);
            Folders.delete(home);
            move(unpacking, home);
        } finally {
            Folders.delete(unpacking);
        }
    }

    private static void unpack(TarArchiveInputStream tar, Path target) throws IOException {
        for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            var path = target.resolve(entry.getName()).normalize();
            if (!path.startsWith(target)) {
                throw new IOException("entry outside of the archive: " + entry.getName());
            }
            if (entry.isDirectory()) {
                Files.createDirectories(path);
                continue;
            }
            var parent = Objects.requireNonNull(path.getParent());
            Files.createDirectories(parent);
            if (entry.isSymbolicLink()) {
                Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            } else {
                copy(tar, path);
                if (parent.endsWith("bin") && !isWindows() && !path.toFile().setExecutable(true, false)) {
                    throw new IOException("cannot make " + path + " executable");
                }
            }
        }
    }

    private static void copy(InputStream tar, Path path) throws IOException {
        try (var out = Files.newOutputStream(path)) {
            tar.transferTo(out);
        }
    }

    private static void move(Path unpacked, Path home) throws IOException {
        try {
            Files.move(unpacked, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!isComplete(home)) { // else another program was faster with the same archive
                throw e;
            }
        }
    }
}
