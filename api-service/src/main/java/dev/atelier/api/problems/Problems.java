package dev.atelier.api.problems;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import tools.jackson.databind.json.JsonMapper;

import dev.atelier.api.logging.SparingLog;
import dev.atelier.batch.Overloaded;
import dev.atelier.catalog.FieldProblem;
import dev.atelier.output.store.OutputStoreException;
import dev.atelier.persistence.DatabaseOutage;

/**
 * Answers failures, from controllers, filters and the container alike. What is not expected is logged once, here, and answered
 * without details. Writes the response itself, so a caller that accepts only pictures is told as well.
 */
@Component
public class Problems {
    private static final Logger log = LoggerFactory.getLogger(Problems.class);
    private static final String MEDIA_TYPE = "application/problem+json";
    private static final Duration TRY_AGAIN_IN = Duration.ofSeconds(5);

    private final JsonMapper json;
    private final SparingLog databaseAway = new SparingLog(log);
    private final SparingLog storeAway = new SparingLog(log);
    private final SparingLog tooMany = new SparingLog(log);

    Problems(JsonMapper json) {
        this.json = json;
    }

    /** Does nothing when the response is on its way already. */
    public void answer(Throwable failure, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        switch (failure) {
            case Refusal it -> write(it, request, response);
            case MethodArgumentTypeMismatchException it -> write(Refusal.of(new FieldProblem(it.getName(),
                    "\"" + it.getValue() + "\"", "a " + (it.getRequiredType() == null
                            ? "value"
                            : it.getRequiredType().getSimpleName()))),
                    request, response);
            case ErrorResponse it -> write(it, request, response);
            case DataAccessResourceFailureException it -> unavailable(it, request, response);
            case TransientDataAccessException it -> unavailable(it, request, response);
            case OutputStoreException it -> storeAway(it, request, response);
            case Overloaded it -> overloaded(it, request, response);
            case CannotCreateTransactionException it -> unavailable(it, request, response);
            case DataAccessException it when DatabaseOutage.isMeantBy(it) -> unavailable(it, request, response);
            case TransactionException it when DatabaseOutage.isMeantBy(it) -> unavailable(it, request, response);
            default -> {
                log.error("{} {} failed unexpectedly and is answered with 500", request.getMethod(),
                        request.getRequestURI(), failure);
                write(Refusal.of(ProblemCode.INTERNAL_ERROR, "This is our fault, and it has been noted."), request,
                        response);
            }
        }
    }

    /** For a status that came without an exception. */
    void answer(int status, HttpServletRequest request, HttpServletResponse response) throws IOException {
        write(code(status), status, detail(status, request), List.of(), Map.of(), request, response);
    }

    private void unavailable(Exception failure, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        databaseAway.warn("requests are answered with 503: the database does not answer: {}",
                NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
        write(Refusal.notNow(ProblemCode.TEMPORARILY_UNAVAILABLE, failure instanceof QueryTimeoutException
                ? "This took too long. Try again."
                : "The request could not be recorded. Try again; with the same Idempotency-Key nothing happens twice.",
                TRY_AGAIN_IN), request, response);
    }

    private void storeAway(OutputStoreException failure, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        storeAway.warn("requests are answered with 503: the store of inputs fails: {}",
                failure.getMessage() + ": " + NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
        write(Refusal.notNow(ProblemCode.TEMPORARILY_UNAVAILABLE, "Files cannot be stored or read just now. Try again.",
                TRY_AGAIN_IN), request, response);
    }

    private void overloaded(Overloaded failure, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        tooMany.warn("requests are answered with 503: {}", failure.getMessage());
        write(Refusal.notNow(ProblemCode.TEMPORARILY_UNAVAILABLE, "Too many requests at a time; nothing was stored.",
                TRY_AGAIN_IN), request, response);
    }

    private void write(Refusal refusal, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        write(refusal.code(), refusal.code().status().value(), refusal.detail(), refusal.errors(), refusal.headers(),
                request, response);
    }

    /** Spring's own refusals: unknown paths, methods, content types. */
    private void write(ErrorResponse refusal, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        int status = refusal.getStatusCode().value();
        refusal.getHeaders().forEach((name, values) -> values.forEach(it -> response.addHeader(name, it)));
        write(code(status), status, detail(status, request), List.of(), Map.of(), request, response);
    }

    private void write(ProblemCode code, int status, String detail, List<FieldProblem> errors,
            Map<String, String> headers, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        response.setStatus(status);
        headers.forEach(response::setHeader);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader(HttpHeaders.ETAG, null);
        response.setContentType(MEDIA_TYPE);
        var body = json.writeValueAsBytes(Problem.of(code, status, detail, path(request), errors));
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static ProblemCode code(int status) {
        return switch (HttpStatus.resolve(status)) {
            case NOT_FOUND -> ProblemCode.NOT_FOUND;
            case UNAUTHORIZED -> ProblemCode.UNAUTHENTICATED;
            case FORBIDDEN -> ProblemCode.FORBIDDEN;
            case METHOD_NOT_ALLOWED -> ProblemCode.METHOD_NOT_ALLOWED;
            case NOT_ACCEPTABLE -> ProblemCode.NOT_ACCEPTABLE;
            case CONTENT_TOO_LARGE -> ProblemCode.BODY_TOO_LARGE;
            case UNSUPPORTED_MEDIA_TYPE -> ProblemCode.UNSUPPORTED_MEDIA_TYPE;
            case SERVICE_UNAVAILABLE -> ProblemCode.TEMPORARILY_UNAVAILABLE;
            case null, default -> status < 500 ? ProblemCode.REQUEST_REFUSED : ProblemCode.INTERNAL_ERROR;
        };
    }

    private static String detail(int status, HttpServletRequest request) {
        return switch (HttpStatus.resolve(status)) {
            case NOT_FOUND -> "There is nothing at " + path(request) + ". What there is: /swagger-ui.html.";
            case METHOD_NOT_ALLOWED -> request.getMethod() + " is not taken here; see the Allow header.";
            case NOT_ACCEPTABLE -> "The answer is application/json; the Accept header excludes it.";
            case UNSUPPORTED_MEDIA_TYPE -> "The body is "
                    + (request.getContentType() == null
                            ? "without a content type"
                            : "of type " + request.getContentType())
                    + "; the Accept header says what is taken here.";
            case null, default -> status < 500
                    ? "The request cannot be read as HTTP for this address."
                    : "This is our fault, and it has been noted.";
        };
    }

    /** Without the query: a callback's has the token in it. */
    static String path(HttpServletRequest request) {
        return request.getAttribute(jakarta.servlet.RequestDispatcher.ERROR_REQUEST_URI) instanceof String original
                ? original
                : request.getRequestURI();
    }
}
