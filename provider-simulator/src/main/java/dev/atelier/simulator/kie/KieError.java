package dev.atelier.simulator.kie;

/** An answer whose body says that the call failed. The HTTP status is 200 unless it is overridden. */
final class KieError extends RuntimeException {

    private final int code;
    private final String msg;
    private final int httpStatus;

    KieError(int code, String message) {
        this(code, message, 200);
    }

    KieError(int code, String message, int httpStatus) {
        super(message, null, false, false);
        this.code = code;
        this.msg = message;
        this.httpStatus = httpStatus;
    }

    int code() {
        return code;
    }

    String msg() {
        return msg;
    }

    int httpStatus() {
        return httpStatus;
    }
}
