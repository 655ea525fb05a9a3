package dev.atelier.simulator.anthropic;

/** An answer in Anthropic's shape of an error. */
final class AnthropicError extends RuntimeException {

    private final int status;
    private final String type;

    AnthropicError(int status, String type, String message) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
    }

    static AnthropicError invalid(String message) {
        return new AnthropicError(400, "invalid_request_error", message);
    }

    static AnthropicError internal() {
        return new AnthropicError(500, "api_error", "Internal server error");
    }

    static AnthropicError notFound(String message) {
        return new AnthropicError(404, "not_found_error", message);
    }

    int status() {
        return status;
    }

    String type() {
        return type;
    }
}
