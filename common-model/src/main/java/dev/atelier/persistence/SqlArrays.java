package dev.atelier.persistence;

import java.util.Collection;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/** Java collections as PostgreSQL array literals, for {@code cast(:x as uuid[])}: one parameter, whatever the size. */
public final class SqlArrays {
    private SqlArrays() {}

    /** Of any type: each element as its text, quoted; null stays null. */
    public static <T> String of(Collection<T> items, Function<? super T, ? extends @Nullable Object> element) {
        return items.stream().map(element).map(SqlArrays::quoted).collect(Collectors.joining(",", "{", "}"));
    }

    /** Bytes for {@code bytea[]}. */
    public static <T> String ofBytes(Collection<T> items, Function<? super T, byte @Nullable []> element) {
        return of(items, it -> {
            var bytes = element.apply(it);
            return bytes == null ? null : "\\x" + java.util.HexFormat.of().formatHex(bytes);
        });
    }

    private static String quoted(@Nullable Object element) {
        return element == null
                ? "null"
                : '"' + element.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
