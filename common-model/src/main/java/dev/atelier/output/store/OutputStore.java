package dev.atelier.output.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Keeps files under keys: what was made, and what users bring along. Used by many threads and processes at once; a key is written once, or again with the same bytes.
 * Whatever fails in the store itself is {@link OutputStoreException}.
 */
public interface OutputStore extends AutoCloseable {
    /**
     * Takes a file in, to be looked at and then kept or closed. Nothing of it is held in memory.
     *
     * @param most bytes that it may have
     * @throws FileTooLarge when it has more
     * @throws IOException  when the stream fails
     */
    IncomingFile receive(InputStream content, long most) throws IOException;

    /** Keeps it under the key. When this returns, it is durable. */
    void keep(IncomingFile file, String key, String contentType);

    /**
     * The bytes from that place on, at most so many; the caller closes them. Empty: there is no such key.
     *
     * @param from 0 to one less than its size
     */
    Optional<InputStream> open(String key, long from, long count);

    /**
     * An address at which anybody can have it for that time; empty when it can only be had through us.
     *
     * @param name        as it is to be saved
     * @param contentType as it is to be served
     */
    Optional<URI> link(String key, String name, String contentType, Duration validFor);

    /** Removes it. One that is not there is no error. */
    void delete(String key);

    /** @throws OutputStoreException when nothing can be written just now */
    void requireWritable();

    @Override
    void close();
}
