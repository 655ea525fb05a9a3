package dev.atelier.api.problems;

import java.util.Locale;

import org.springframework.http.HttpStatus;

/** Every problem that a caller can be told of. The code is what programs may rely on; it is never renamed. */
public enum ProblemCode {
    INVALID_REQUEST(HttpStatus.BAD_REQUEST, "The request is not valid"),
    MALFORMED_JSON(HttpStatus.BAD_REQUEST, "The body is not a JSON object"),
    UNAUTHENTICATED(HttpStatus.UNAUTHORIZED, "Nobody known is asking"),
    /** A callback that is not proven to come from the provider; never more than that is said. */
    CALLBACK_REFUSED(HttpStatus.UNAUTHORIZED, "The callback is not accepted"),
    FORBIDDEN(HttpStatus.FORBIDDEN, "This is not allowed"),
    NOT_FOUND(HttpStatus.NOT_FOUND, "There is nothing at this address"),
    JOB_NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such job"),
    OUTPUT_NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such output"),
    OUTPUT_DELETED(HttpStatus.GONE, "The output was deleted"),
    RANGE_NOT_SATISFIABLE(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE, "There are no such bytes"),
    MODEL_NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such model"),
    UNKNOWN_CATEGORY(HttpStatus.NOT_FOUND, "There is no such category"),
    UNKNOWN_PROVIDER(HttpStatus.NOT_FOUND, "There is no such provider"),
    CREDENTIAL_NOT_FOUND(HttpStatus.NOT_FOUND, "There is no key for this provider"),
    INPUT_NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such input"),
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "This address does not take this method"),
    NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "The answer cannot be had in that form"),
    BODY_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body's content type is not taken"),
    IDEMPOTENCY_KEY_REUSED(HttpStatus.UNPROCESSABLE_CONTENT, "The idempotency key came with another request before"),
    /** A file was to be fetched, and its address did not answer, or not as it should. Another time it may. */
    INPUT_UNREACHABLE(HttpStatus.UNPROCESSABLE_CONTENT, "The file cannot be fetched"),
    /** What was asked for is only possible while the job is live. */
    JOB_ENDED(HttpStatus.CONFLICT, "The job has ended"),
    DEAD_LETTER_NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such dead letter"),
    /** A refusal of HTTP itself that has no code of its own; the status says more. */
    REQUEST_REFUSED(HttpStatus.BAD_REQUEST, "The request is refused"),
    INTERNAL_ERROR(HttpStatus.INTERNAL_SERVER_ERROR, "Something went wrong here"),
    CREDENTIALS_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "Keys cannot be stored here"),
    CALLBACK_NOT_STORED(HttpStatus.SERVICE_UNAVAILABLE, "The callback could not be stored"),
    TEMPORARILY_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "Not available at the moment");

    private final HttpStatus status;
    private final String title;

    ProblemCode(HttpStatus status, String title) {
        this.status = status;
        this.title = title;
    }

    public HttpStatus status() {
        return status;
    }

    String title() {
        return title;
    }

    /** As it stands in an answer: {@code job_not_found}. */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
