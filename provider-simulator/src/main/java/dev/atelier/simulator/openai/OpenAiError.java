package dev.atelier.simulator.openai;

import org.jspecify.annotations.Nullable;

/** A call that failed: {@code {"error": {message, type, param, code}}}. */
final class OpenAiError extends RuntimeException {

    private final int status;
    private final String type;
    private final @Nullable String param;
    private final @Nullable String code;

    OpenAiError(int status, String type, @Nullable String param, @Nullable String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
        this.param = param;
        this.code = code;
    }

    static OpenAiError invalid(String param, String code, String message) {
        return new OpenAiError(400, "invalid_request_error", param, code, message);
    }

    static OpenAiError noSuchModel(String model) {
        return new OpenAiError(404, "invalid_request_error", null, "model_not_found",
                "The model '" + model + "' does not exist or you do not have access to it.");
    }

    int status() {
        return status;
    }

    String type() {
        return type;
    }

    @Nullable
    String param() {
        return param;
    }

    @Nullable
    String code() {
        return code;
    }
}
