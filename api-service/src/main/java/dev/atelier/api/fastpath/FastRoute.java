package dev.atelier.api.fastpath;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

/** An address that is asked all the time, and who answers there. */
public final class FastRoute {
    private final String method;
    private final String pattern;
    private final String before;
    /** Null where the address is always the same. */
    private final @Nullable String after;
    private final Handler handler;

    /** Answers requests; for many at the same time. */
    @FunctionalInterface
    public interface Handler {
        /**
         * What it throws is answered like the failure of any controller.
         *
         * @return null for a request that is not in the usual form: it goes the usual way, as if this had not been asked. Its body
         *         is unread then
         */
        @Nullable
        ResponseEntity<?> answer(FastRequest request) throws Exception;
    }

    private FastRoute(String method, String pattern, Handler handler) {
        int opens = pattern.indexOf('{');
        int closes = pattern.indexOf('}');
        if (pattern.lastIndexOf('{') != opens || opens > closes) {
            throw new IllegalArgumentException("one variable at most, not as in " + pattern);
        }
        this.method = method;
        this.pattern = pattern;
        before = opens < 0 ? pattern : pattern.substring(0, opens);
        after = opens < 0 ? null : pattern.substring(closes + 1);
        this.handler = handler;
    }

    /** @param pattern with one variable at most, such as {@code /api/v1/models/{id}} */
    public static FastRoute get(String pattern, Handler handler) {
        return new FastRoute("GET", pattern, handler);
    }

    /** @param pattern as for {@link #get} */
    public static FastRoute post(String pattern, Handler handler) {
        return new FastRoute("POST", pattern, handler);
    }

    String pattern() {
        return pattern;
    }

    Handler handler() {
        return handler;
    }

    /** What stands in the variable's place, empty where there is none; null when this is another address. */
    @Nullable
    String variable(String method, String path) {
        if (!this.method.equals(method) || !path.startsWith(before)) {
            return null;
        }
        if (after == null) {
            return path.length() == before.length() ? "" : null;
        }
        int end = path.length() - after.length();
        return end > before.length() && path.endsWith(after) && isPlain(path, before.length(), end)
                ? path.substring(before.length(), end)
                : null;
    }

    @Override
    public String toString() {
        return method + " " + pattern;
    }

    /** Neither encoded nor in need of it: what else may stand in an address, goes the usual way. */
    private static boolean isPlain(String path, int from, int to) {
        for (int i = from; i < to; i++) {
            char it = path.charAt(i);
            if ((it < 'a' || it > 'z') && (it < '0' || it > '9') && it != '-' && (it < 'A' || it > 'Z')) {
                return false;
            }
        }
        return true;
    }
}
