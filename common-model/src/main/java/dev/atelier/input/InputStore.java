package dev.atelier.input;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Keeps the bytes of inputs under keys. Used by many threads and processes at once; a key is written once. Whatever fails in the
 * store itself is {@link InputStoreException}.
 */
public interface InputStore {
    /**
     * Takes a file in, to be looked at and then kept or closed. Nothing of it is held in memory.
     *
     * @param most bytes that it may have
     * @throws FileTooLarge when it has more
     * @throws IOException  when the stream fails
     */
    ReceivedFile receive(InputStream content, long most) throws IOException;

    /** Keeps it under the key. When this returns, it is durable. */
    void keep(ReceivedFile file, String key, String contentType);

    /**
     * The bytes from that place on, at most so many; the caller closes them. Empty: there is no such key.
     *
     * @param from 0 to one less than its size
     */
    Optional<InputStream> open(String key, long from, long count);

    /** Removes it. One that is not there is no error. */
    void delete(String key);

    /** A file on its way in: whole, and seen by nobody. Closing it removes it, unless it was kept. */
    interface ReceivedFile extends AutoCloseable {
        long size();

        /** In hex. */
        String sha256();

        /** The first 64 bytes, enough to tell what it is. */
        byte[] beginning();

        @Override
        void close();
    }

    /** What was being received is larger than it may be; it was given up there. */
    final class FileTooLarge extends IOException {
        private static final long serialVersionUID = 1;

        public FileTooLarge(long most) {
            super("it is larger than " + most + " bytes");
        }
    }
}
