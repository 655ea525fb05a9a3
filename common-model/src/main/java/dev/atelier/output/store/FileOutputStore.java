package dev.atelier.output.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;

/**
 * Files below a folder, which all processes share. A file appears under its key whole or not at all: it is written and forced to
 * the disk elsewhere in the folder, then renamed, and the rename is forced too.
 */
public final class FileOutputStore implements OutputStore {
    private final Path folder;
    private final IncomingFolder incoming;

    /** @param folder is made when the first file comes */
    public FileOutputStore(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
        incoming = new IncomingFolder(this.folder.resolve("incoming"));
    }

    @Override
    public IncomingFile receive(InputStream content, long most) throws IOException {
        return incoming.receive(content, most);
    }

    @Override
    public void keep(IncomingFile file, String key, String contentType) {
        var target = path(key);
        try {
            createFolders(parent(target));
            Files.move(file.path(), target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            force(parent(target));
        } catch (IOException e) {
            throw new OutputStoreException(key + " cannot be written", e);
        }
    }

    /** As durable as what is put into them. */
    private void createFolders(Path wanted) throws IOException {
        if (Files.isDirectory(wanted)) {
            return;
        }
        if (wanted.startsWith(folder) && !wanted.equals(folder)) {
            createFolders(parent(wanted));
        }
        Files.createDirectories(wanted);
        if (wanted.getParent() != null) {
            force(parent(wanted));
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
            return Optional.of(new Part(FileChannel.open(path(key)), from, count));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new OutputStoreException(key + " cannot be read", e);
        }
    }

    /** A part of a file. */
    private static final class Part extends InputStream {
        private final InputStream in;
        private long left;

        Part(FileChannel channel, long from, long count) throws IOException {
            channel.position(from);
            in = Channels.newInputStream(channel);
            left = count;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left <= 0) {
                return length == 0 ? 0 : -1;
            }
            int read = in.read(bytes, offset, (int) Math.min(length, left));
            left -= Math.max(read, 0);
            return read;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    @Override
    public Optional<URI> link(String key, String name, String contentType, Duration validFor) {
        return Optional.empty();
    }

    @Override
    public void delete(String key) {
        var file = path(key);
        try {
            Files.deleteIfExists(file);
            var parent = parent(file);
            if (!parent.equals(folder)) {
                Files.deleteIfExists(parent);
            }
        } catch (DirectoryNotEmptyException _) {
            // Its job has other outputs.
        } catch (IOException e) {
            throw new OutputStoreException(key + " cannot be removed", e);
        }
    }

    @Override
    public void requireWritable() {
        try (var probe = receive(new ByteArrayInputStream(new byte[1]), 1)) {
            if (probe.size() != 1) {
                throw new IllegalStateException("one byte was written, and there are " + probe.size());
            }
        } catch (IOException e) {
            throw new OutputStoreException("nothing can be written", e);
        }
    }

    private Path path(String key) {
        var path = folder.resolve(key).normalize();
        if (!path.startsWith(folder) || path.equals(folder)) {
            throw new IllegalArgumentException("'" + key + "' is no key");
        }
        return path;
    }

    private static Path parent(Path path) {
        var parent = path.getParent();
        if (parent == null) {
            throw new IllegalArgumentException(path + " is in no folder");
        }
        return parent;
    }

    @Override
    public void close() {}
}
