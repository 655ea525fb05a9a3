package dev.atelier.net;

import java.net.URI;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import dev.atelier.credential.Secret;

/**
 * What is to be fetched.
 *
 * @param maxBytes  the largest file that is taken
 * @param keyHeader a header that proves who we are. It leaves for the host of {@code address} only; when that redirects to
 *                  another scheme, host or port, it stays behind
 * @param within    time for all of it; null: {@link NetProperties#totalTimeout()}
 */
public record Download(URI address, long maxBytes, @Nullable KeyHeader keyHeader, @Nullable Duration within) {
    public Download {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("a file has at least 1 byte, not " + maxBytes);
        }
    }

    public Download(URI address, long maxBytes) {
        this(address, maxBytes, null, null);
    }

    public Download with(KeyHeader header) {
        return new Download(address, maxBytes, header, within);
    }

    public Download within(Duration time) {
        return new Download(address, maxBytes, keyHeader, time);
    }

    /** Addresses are often secrets themselves. */
    @Override
    public String toString() {
        return "Download[" + address.getHost() + ", maxBytes=" + maxBytes + "]";
    }

    public record KeyHeader(String name, Secret value) {}
}
