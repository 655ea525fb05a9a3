package dev.atelier.simulator.control;

import java.util.List;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Bad control input is answered as a problem that names the field, its value and what is allowed. */
@RestControllerAdvice(basePackageClasses = ControlProblems.class)
class ControlProblems {

    @ExceptionHandler
    ProblemDetail invalid(InvalidControl e) {
        var problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, e.getMessage());
        problem.setTitle("Invalid control input");
        problem.setProperty("code", "invalid_control_input");
        problem.setProperty("errors", List.of(new FieldError(e.field(), e.value(), e.allowed())));
        return problem;
    }

    record FieldError(String field, String value, String allowed) {}
}
