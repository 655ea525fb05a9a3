package dev.atelier.worker.provider.geminigen;

import java.time.Duration;
import java.util.Optional;

import dev.atelier.worker.provider.ProviderAnswer;
import dev.atelier.worker.provider.ProviderJson;

/**
 * An answer of Geminigen.ai: a generation, or a refusal in {@code detail}.
 *
 * @param generation empty when there is none that has an id
 * @param errorCode  theirs, when the answer is a refusal
 * @param words      for people, when the answer is a refusal
 * @param retryAfter how long it asks us to wait
 */
record GeminigenAnswer(int status, Optional<GeminigenGeneration> generation, Optional<String> errorCode,
        Optional<String> words, Optional<Duration> retryAfter) {
    GeminigenAnswer(ProviderAnswer answer) {
        this(answer, answer.json());
    }

    private GeminigenAnswer(ProviderAnswer answer, Optional<ProviderJson> body) {
        this(answer.status(), body.filter(it -> answer.isSuccess()).flatMap(GeminigenGeneration::in),
                body.flatMap(it -> it.text("/detail/error_code", "/error_code")),
                body.flatMap(it -> it.text("/detail/message", "/detail/error_message", "/detail/0/msg", "/detail",
                        "/error_message", "/message")),
                answer.retryAfter());
    }
}
