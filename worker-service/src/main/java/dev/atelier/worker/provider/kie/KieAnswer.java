package dev.atelier.worker.provider.kie;

import java.time.Duration;
import java.util.Optional;

import dev.atelier.worker.provider.ProviderAnswer;
import dev.atelier.worker.provider.ProviderJson;

/**
 * An answer in Kie.ai's envelope {@code {code, msg, data}}. The envelope's code is what counts: a refusal may come with HTTP
 * 200, and on older endpoints with a status of its own.
 *
 * @param code       the envelope's; empty when there is no envelope
 * @param words      for people; on some endpoints {@code message}
 * @param data       empty when it is no object
 * @param body       all of it, for the chat, which has an envelope only for refusals; empty when it is no object
 * @param retryAfter how long it asks us to wait
 */
record KieAnswer(int status, Optional<Long> code, Optional<String> words, Optional<ProviderJson> data,
        Optional<ProviderJson> body, Optional<Duration> retryAfter) {
    private static final long OK = 200;

    KieAnswer(ProviderAnswer answer) {
        this(answer, answer.json());
    }

    private KieAnswer(ProviderAnswer answer, Optional<ProviderJson> body) {
        this(answer.status(), body.flatMap(it -> it.number("/code")),
                body.flatMap(it -> it.text("/msg", "/message", "/error/message")),
                body.flatMap(it -> it.object("/data")), body, answer.retryAfter());
    }

    boolean isSuccess() {
        return isHttpSuccess() && code.filter(it -> it == OK).isPresent();
    }

    boolean isHttpSuccess() {
        return status >= 200 && status < 300;
    }

    /** Why it is no success, as Kie.ai itself says; empty when only the HTTP status speaks. */
    Optional<Integer> refusal() {
        return code.filter(it -> it != OK && it > 0 && it < 1000).map(Long::intValue);
    }
}
