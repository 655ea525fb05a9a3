package dev.atelier.net;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A file that is arriving.
 *
 * @param bytes       the file; ends with an {@link IOException} when it is too large, too slow or cut short. Closing it is not
 *                    needed
 * @param contentType as the server says, without parameters and in lower case: a claim, not a fact
 * @param length      as the server says
 */
public record Downloaded(InputStream bytes, Optional<String> contentType, OptionalLong length) {
    /** Reads the file while it arrives; what it leaves unread is not fetched. */
    @FunctionalInterface
    public interface Reading<T> {
        T read(Downloaded file) throws IOException;
    }
}
