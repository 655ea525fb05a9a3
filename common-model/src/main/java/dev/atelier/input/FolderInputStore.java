package dev.atelier.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;

/**
 * Files in a folder, which all processes share. A file appears under its key whole or not at all: it is written and forced to
 * the disk elsewhere in the folder, then renamed, and the rename is forced too.
 */
public final class FolderInputStore implements InputStore {
    private static final int AT_ONCE = 64 * 1024;
    private static final int BEGINNING = 64;

    private final Path folder;
    private final Path incoming;

    /** @param folder is made when the first file comes */
    public FolderInputStore(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
        this.incoming = this.folder.resolve("incoming");
    }

    @Override
    public ReceivedFile receive(InputStream content, long most) throws IOException {
        var path = newFile();
        boolean whole = false;
        try (var out = opened(path)) {
            var digest = MessageDigest.getInstance("SHA-256");
            var buffer = new byte[AT_ONCE];
            byte[] beginning = {};
            long size = 0;
            // Fills the buffer before it is looked at, so the beginning is in the first one.
            for (int read = content.readNBytes(buffer, 0, AT_ONCE); read > 0; read = content.readNBytes(buffer, 0,
                    AT_ONCE)) {
                size += read;
                if (size > most) {
                    throw new FileTooLarge(most);
                }
                if (beginning.length == 0) {
                    beginning = Arrays.copyOf(buffer, Math.min(read, BEGINNING));
                }
                digest.update(buffer, 0, read);
                write(out, ByteBuffer.wrap(buffer, 0, read));
            }
            force(out);
            whole = true;
            return new FileInFolder(path, size, HexFormat.of().formatHex(digest.digest()), beginning);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        } finally {
            if (!whole) {
                Files.deleteIfExists(path);
            }
        }
    }

    private Path newFile() {
        try {
            Files.createDirectories(incoming);
            return Files.createTempFile(incoming, "", ".part");
        } catch (IOException e) {
            throw new InputStoreException("no file can be made in " + incoming, e);
        }
    }

    private static FileChannel opened(Path path) {
        try {
            return FileChannel.open(path, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new InputStoreException("an incoming file cannot be written", e);
        }
    }

    private static void write(FileChannel out, ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        } catch (IOException e) {
            throw new InputStoreException("an incoming file cannot be written", e);
        }
    }

    private static void force(FileChannel out) {
        try {
            out.force(true);
        } catch (IOException e) {
            throw new InputStoreException("an incoming file cannot be written", e);
        }
    }

    @Override
    public void keep(ReceivedFile file, String key, String contentType) {
        if (!(file instanceof FileInFolder ours)) {
            throw new IllegalArgumentException("another store received it");
        }
        var target = path(key);
        try {
            createFolders(parent(target));
            Files.move(ours.path(), target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            force(parent(target));
        } catch (IOException e) {
            throw new InputStoreException(key + " cannot be written", e);
        }
    }

    /** As durable as what is put into them. */
    private void createFolders(Path wanted) throws IOException {
        if (Files.isDirectory(wanted)) {
            return;
        }
        Files.createDirectories(wanted);
        for (var it = parent(wanted); it.startsWith(folder); it = parent(it)) {
            force(it);
        }
    }

    private static void force(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder)) {
            channel.force(true);
        }
    }

    @Override
    public Optional<InputStream> open(String key, long from, long count) {
        try {
            var channel = FileChannel.open(path(key));
            channel.position(from);
            return Optional.of(new Part(Channels.newInputStream(channel), count));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new InputStoreException(key + " cannot be read", e);
        }
    }

    @Override
    public void delete(String key) {
        try {
            Files.deleteIfExists(path(key));
        } catch (IOException e) {
            throw new InputStoreException(key + " cannot be removed", e);
        }
    }

    private static Path parent(Path path) {
        return Objects.requireNonNull(path.getParent(), "no file is a root");
    }

    private Path path(String key) {
        var path = folder.resolve(key).normalize();
        if (!path.startsWith(folder) || path.equals(folder)) {
            throw new IllegalArgumentException("'" + key + "' is no key");
        }
        return path;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record FileInFolder(Path path, long size, String sha256, byte[] beginning) implements ReceivedFile {
        @Override
        public void close() {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                throw new InputStoreException("an incoming file cannot be removed", e);
            }
        }
    }

    /** The first so many bytes of a stream. */
    private static final class Part extends InputStream {
        private final InputStream in;
        private long left;

        Part(InputStream in, long count) {
            this.in = in;
            this.left = count;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (left <= 0) {
                return length == 0 ? 0 : -1;
            }
            int read = in.read(into, offset, (int) Math.min(length, left));
            left -= Math.max(read, 0);
            return read;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
