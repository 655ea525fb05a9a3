package dev.atelier.api.problems;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.springframework.http.HttpHeaders;

import dev.atelier.catalog.FieldProblem;

/** What the caller asked for is refused, and the caller is told why. Nothing was changed. Not logged: it is no fault of ours. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ProblemCode code;
    private final transient List<FieldProblem> errors;
    private final transient Map<String, String> headers;

    private Refusal(ProblemCode code, String detail, List<FieldProblem> errors, Map<String, String> headers) {
        super(detail, null, false, false);
        this.code = code;
        this.errors = List.copyOf(errors);
        this.headers = Map.copyOf(headers);
    }

    /** @param detail one or two sentences for a person: what is wrong and what to do; never a key */
    public static Refusal of(ProblemCode code, String detail) {
        return new Refusal(code, detail, List.of(), Map.of());
    }

    /** Bad input, all of it at once. */
    public static Refusal of(List<FieldProblem> errors) {
        return of(ProblemCode.INVALID_REQUEST, errors);
    }

    public static Refusal of(FieldProblem error) {
        return of(List.of(error));
    }

    public static Refusal of(ProblemCode code, List<FieldProblem> errors) {
        var fields = errors.stream().map(FieldProblem::field).limit(5).collect(Collectors.joining(", "));
        return new Refusal(code, errors.size() == 1
                ? "Not accepted: " + fields + ". See errors for what is allowed."
                : errors.size() + " fields are not accepted: " + fields + (errors.size() > 5 ? ", …" : "")
                        + ". See errors for what is allowed.",
                errors, Map.of());
    }

    /** Not now; the same request may well succeed then. */
    public static Refusal notNow(ProblemCode code, String detail, Duration retryAfter) {
        return new Refusal(code, detail, List.of(), Map.of(HttpHeaders.RETRY_AFTER, "" + retryAfter.toSeconds()));
    }

    /** The same refusal with a response header. */
    public Refusal with(String header, String value) {
        return new Refusal(code, detail(), errors, Map.of(header, value));
    }

    ProblemCode code() {
        return code;
    }

    String detail() {
        return String.valueOf(getMessage());
    }

    List<FieldProblem> errors() {
        return errors;
    }

    Map<String, String> headers() {
        return headers;
    }
}
