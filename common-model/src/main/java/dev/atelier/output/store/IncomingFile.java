package dev.atelier.output.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A file on its way into the store: whole, on the local disk, seen by nobody, so that it can be looked at before it gets its
 * name. Closing it removes it, unless it was kept.
 */
public final class IncomingFile implements AutoCloseable {
    private static final int AT_ONCE = 64 * 1024;
    private static final int BEGINNING = 64;

    private final Path path;
    private final long size;
    private final String sha256;
    private final byte[] beginning;

    private IncomingFile(Path path, long size, String sha256, byte[] beginning) {
        this.path = path;
        this.size = size;
        this.sha256 = sha256;
        this.beginning = beginning;
    }

    /**
     * Reads the stream to its end, into a new file in the folder.
     *
     * @throws IOException          when the stream fails, as its maker says
     * @throws FileTooLarge         when there is more than that many bytes
     * @throws OutputStoreException when the disk fails
     */
    static IncomingFile receive(Path folder, InputStream content, long most) throws IOException {
        Path path;
        try {
            Files.createDirectories(folder);
            path = Files.createTempFile(folder, "", ".part");
        } catch (IOException e) {
            throw new OutputStoreException("no file can be made in " + folder, e);
        }
        boolean whole = false;
        try (var out = FileChannel.open(path, StandardOpenOption.WRITE)) {
            var digest = MessageDigest.getInstance("SHA-256");
            var buffer = new byte[AT_ONCE];
            byte[] beginning = {};
            long size = 0;
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                size += read;
                if (size > most) {
                    throw new FileTooLarge(most);
                }
                if (beginning.length < BEGINNING) {
                    int before = beginning.length;
                    beginning = Arrays.copyOf(beginning, Math.min(BEGINNING, before + read));
                    System.arraycopy(buffer, 0, beginning, before, beginning.length - before);
                }
                digest.update(buffer, 0, read);
                write(out, ByteBuffer.wrap(buffer, 0, read));
            }
            force(out);
            whole = true;
            return new IncomingFile(path, size, HexFormat.of().formatHex(digest.digest()), beginning);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        } finally {
            if (!whole) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static void write(FileChannel out, ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        } catch (IOException e) {
            throw new OutputStoreException("an incoming file cannot be written", e);
        }
    }

    private static void force(FileChannel out) {
        try {
            out.force(true);
        } catch (IOException e) {
            throw new OutputStoreException("an incoming file cannot be written", e);
        }
    }

    public Path path() {
        return path;
    }

    public long size() {
        return size;
    }

    /** In hex. */
    public String sha256() {
        return sha256;
    }

    /** Enough of it to tell what it is. */
    public byte[] beginning() {
        return beginning.clone();
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new OutputStoreException("an incoming file cannot be removed", e);
        }
    }
}
