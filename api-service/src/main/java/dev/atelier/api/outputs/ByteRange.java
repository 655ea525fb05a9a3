package dev.atelier.api.outputs;

import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Which bytes of a file are wanted.
 *
 * @param from the first, from 0
 * @param size how many; 0 when nothing of it exists
 */
record ByteRange(long from, long size) {
    private static final Pattern ONE = Pattern.compile("bytes=(\\d{1,18})?-(\\d{1,18})?");

    /**
     * Empty: all of it is wanted. What is no range, and more than one at a time, count as not asked, as HTTP allows.
     *
     * @param length of the file
     */
    static Optional<ByteRange> of(@Nullable String header, long length) {
        var match = ONE.matcher(header == null ? "" : header.strip());
        if (!match.matches()) {
            return Optional.empty();
        }
        var first = match.group(1);
        var last = match.group(2);
        if (first == null) {
            // So many from the end.
            return last == null ? Optional.empty()
                    : Optional.of(until(Math.max(0, length - Long.parseLong(last)), length,
                            length));
        }
        long from = Long.parseLong(first);
        long to = last == null ? length : Long.parseLong(last) + 1;
        return to <= from && last != null ? Optional.empty() : Optional.of(until(from, to, length));
    }

    private static ByteRange until(long from, long to, long length) {
        return new ByteRange(from, Math.max(0, Math.min(to, length) - from));
    }

    boolean isSatisfiable() {
        return size > 0;
    }

    String contentRange(long length) {
        return "bytes " + from + "-" + (from + size - 1) + "/" + length;
    }
}
