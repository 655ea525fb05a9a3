package dev.atelier.persistence;

import java.util.Collection;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/** Java collections as PostgreSQL array literals, for {@code cast(:x as uuid[])}: one parameter, whatever the size. */
public final class SqlArrays {
    private SqlArrays() {}

    /** Of any type: each element as its text, quoted; null stays null. */
    public static <T> String of(Collection<T> items, Function<? super T, ? extends @Nullable Object> element) {
        var literal = new StringBuilder("{");
        for (var item : items) {
            if (literal.length() > 1) {
                literal.append(',');
            }
            var value = element.apply(item);
            if (value == null) {
                literal.append("null");
            } else {
                quote(value.toString(), literal);
            }
        }
        return literal.append('}').toString();
    }

    /** Piece by piece: most of what is stored is JSON, which is full of quotes. */
    private static void quote(String value, StringBuilder literal) {
        literal.append('"');
        int written = 0;
        for (int i = 0; i < value.length(); i++) {
            char it = value.charAt(i);
            if (it == '"' || it == '\\') {
                literal.append(value, written, i).append('\\');
                written = i;
            }
        }
        literal.append(value, written, value.length()).append('"');
    }

    /** Bytes for {@code bytea[]}. */
    public static <T> String ofBytes(Collection<T> items, Function<? super T, byte @Nullable []> element) {
        return of(items, it -> {
            var bytes = element.apply(it);
            return bytes == null ? null : "\\x" + java.util.HexFormat.of().formatHex(bytes);
        });
    }
}
