package dev.atelier.simulator.compatible;

import org.jspecify.annotations.Nullable;

/** A call that failed, in one of the two shapes that such servers use. */
final class CompatibleError extends RuntimeException {

    private final int status;
    private final @Nullable String field;
    private final @Nullable String code;

    /** {@code {"error": {message, type, param, code}}} */
    CompatibleError(int status, @Nullable String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.field = null;
    }

    private CompatibleError(String field, String message) {
        super(message, null, false, false);
        this.status = 422;
        this.code = null;
        this.field = field;
    }

    /** {@code {"detail": [{loc, msg, type}]}}, as their framework answers what does not fit. */
    static CompatibleError invalid(String field, String message) {
        return new CompatibleError(field, message);
    }

    int status() {
        return status;
    }

    @Nullable
    String code() {
        return code;
    }

    /** Null when it is not about a field. */
    @Nullable
    String field() {
        return field;
    }
}
