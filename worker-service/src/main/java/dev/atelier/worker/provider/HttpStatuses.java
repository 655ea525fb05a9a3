package dev.atelier.worker.provider;

import dev.atelier.job.FailureKind;

/** What an HTTP status alone says, for answers in which the provider itself says nothing: a gateway's page, an empty body. */
public final class HttpStatuses {
    private HttpStatuses() {}

    /** A submission was answered so. Unless the status says that it was not taken, nobody knows. */
    public static FailureKind afterSubmit(int status) {
        return switch (status) {
            case 401, 403 -> FailureKind.CREDENTIALS_REFUSED;
            case 402 -> FailureKind.INSUFFICIENT_CREDIT;
            case 404, 410 -> FailureKind.MODEL_UNAVAILABLE;
            case 400, 405, 406, 411, 413, 414, 415, 422, 431 -> FailureKind.INVALID_INPUT;
            case 429 -> FailureKind.RATE_LIMITED;
            // It lives elsewhere now and was not taken here. (302 and 303 may also follow upon a request that was.)
            case 301, 307, 308 -> FailureKind.PROVIDER_UNAVAILABLE;
            default -> FailureKind.OUTCOME_UNKNOWN;
        };
    }

    /** A question was answered so. Says nothing about the job. */
    public static FailureKind afterRead(int status) {
        return switch (status) {
            case 401, 403 -> FailureKind.CREDENTIALS_REFUSED;
            case 429 -> FailureKind.RATE_LIMITED;
            default -> status >= 200 && status < 300
                    ? FailureKind.MALFORMED_RESPONSE
                    : FailureKind.PROVIDER_UNAVAILABLE;
        };
    }
}
