package dev.atelier.simulator.callbacks;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** The address that a submission named for its callback. */
public final class CallbackTarget {

    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private CallbackTarget() {}

    /** Empty when it is no http(s) address. */
    public static Optional<URI> of(String text) {
        try {
            var url = URI.create(text);
            var http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            return http && url.getRawAuthority() != null ? Optional.of(url) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The caller's own id, which it can tell a provider only by the address: a UUID in it. Null when there is none. */
    public static @Nullable String reference(URI target) {
        var uuid = UUID.matcher(target.toString());
        return uuid.find() ? uuid.group() : null;
    }
}
