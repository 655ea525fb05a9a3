package dev.atelier.worker.provider.fal;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.atelier.worker.provider.ProviderAnswer;
import dev.atelier.worker.provider.ProviderJson;

/**
 * An answer of fal.ai's. Errors come in two shapes: a list of problems, each with a type, from the model; and a text with one type
 * from the platform, which stands in a header too.
 *
 * @param body       empty when it is no JSON object
 * @param errorType  of the header
 * @param retryAfter how long it asks us to wait
 */
record FalAnswer(int status, Optional<ProviderJson> body, Optional<String> errorType, Optional<Duration> retryAfter) {
    FalAnswer(ProviderAnswer answer) {
        this(answer.status(), answer.json(), answer.header("X-Fal-Error-Type"), answer.retryAfter());
    }

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    Optional<String> text(String... pointers) {
        return body.flatMap(it -> it.text(pointers));
    }

    /** What kinds of errors it names; empty when it names none. */
    Set<String> types() {
        return Stream.of(errorType.stream(), text("/error_type").stream(), body.stream()
                .flatMap(it -> it.objects("/detail").stream())
                .flatMap(it -> it.text("/type").stream()))
                .flatMap(it -> it)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** For people. */
    Optional<String> words() {
        return text("/detail/0/msg", "/detail", "/error");
    }
}
