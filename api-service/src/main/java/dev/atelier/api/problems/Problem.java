package dev.atelier.api.problems;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import dev.atelier.catalog.FieldProblem;

/** An error as it is answered: RFC 9457, with a code for programs and, for bad input, what is wrong with each field. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Problem", requiredProperties = {"type", "title", "status", "detail", "instance",
    "code"}, description = "What went wrong (RFC 9457). `code` is stable; texts may change.")
record Problem(@Schema(example = "urn:atelier:problem:invalid_request") String type,
        @Schema(example = "The request is not valid") String title, @Schema(example = "400") int status,
        @Schema(example = "Not accepted: aspectRatio. See errors for what is allowed.") String detail,
        @Schema(example = "/api/v1/generate/text-to-image") String instance,
        @Schema(example = "invalid_request") String code,
        @Schema(description = "For bad input: every field that is not accepted") @Nullable List<Field> errors) {
    /** A body of nothing but mistakes must not make an answer many times its size. */
    private static final int MOST_ERRORS = 50;

    @Schema(name = "FieldProblem")
    record Field(@Schema(description = "The field as it was written", example = "aspectRatio") String field,
            @Schema(description = "What stood there, as JSON; shortened when long", example = "\"5:7\"") String value,
            @Schema(description = "What may stand there", example = "one of 1:1, 16:9, 9:16") String allowed) {}

    static Problem of(ProblemCode code, int status, String detail, String instance, List<FieldProblem> errors) {
        return new Problem("urn:atelier:problem:" + code.code(), code.title(), status, detail, instance, code.code(),
                errors.isEmpty() ? null : errors.stream()
                        .limit(MOST_ERRORS)
                        .map(it -> new Field(it.field(), it.value(), it.allowed()))
                        .toList());
    }
}
