package dev.atelier.output;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Numbers and words at places of a file; {@link BufferUnderflowException} beyond its end. */
final class FileBytes implements AutoCloseable {
    private final FileChannel channel;
    private final long size;

    private FileBytes(FileChannel channel) throws IOException {
        this.channel = channel;
        size = channel.size();
    }

    static FileBytes open(Path file) throws IOException {
        return new FileBytes(FileChannel.open(file));
    }

    long size() {
        return size;
    }

    byte[] at(long place, int count) throws IOException {
        if (place < 0 || place + count > size) {
            throw new BufferUnderflowException();
        }
        var buffer = ByteBuffer.allocate(count);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, place + buffer.position()) < 0) {
                throw new BufferUnderflowException();
            }
        }
        return buffer.array();
    }

    /** The first byte counts most. */
    long big(long place, int count) throws IOException {
        long value = 0;
        for (byte one : at(place, count)) {
            value = value << 8 | one & 0xff;
        }
        return value;
    }

    /** The last byte counts most. */
    long little(long place, int count) throws IOException {
        var bytes = at(place, count);
        long value = 0;
        for (int i = count - 1; i >= 0; i--) {
            value = value << 8 | bytes[i] & 0xff;
        }
        return value;
    }

    String word(long place, int count) throws IOException {
        return new String(at(place, count), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
