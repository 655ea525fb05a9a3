package dev.atelier.worker.provider.openai;

import java.util.Optional;
import java.util.Set;

import dev.atelier.worker.provider.ProviderAnswer;
import dev.atelier.worker.provider.ProviderJson;

/**
 * What OpenAI says about a call that failed: {@code {"error": {message, type, param, code}}}.
 *
 * @param code empty or one that came after this was written, often; then the type and the HTTP status speak
 */
record OpenAiError(String code, String type, Optional<String> words) {
    private static final Set<String> OUT_OF_CREDIT = Set.of("insufficient_quota", "credit_balance_exhausted",
            "billing_hard_limit_reached");
    private static final Set<String> REJECTED = Set.of("moderation_blocked", "content_policy_violation",
            "image_generation_user_error");

    /** Empty when the answer is not OpenAI's own: a gateway's page, nothing at all. */
    static Optional<OpenAiError> of(ProviderAnswer answer) {
        return answer.json()
                .flatMap(it -> it.object("/error"))
                .map(it -> new OpenAiError(it.text("/code").orElse(""), it.text("/type").orElse(""),
                        it.text("/message")));
    }

    static Optional<OpenAiError> of(ProviderJson response) {
        return response.object("/error")
                .map(it -> new OpenAiError(it.text("/code").orElse(""), "", it.text("/message")));
    }

    boolean saysThereIsNoCredit() {
        return OUT_OF_CREDIT.contains(code) || OUT_OF_CREDIT.contains(type);
    }

    boolean saysThatContentIsRejected() {
        return REJECTED.contains(code) || REJECTED.contains(type) || code.contains("policy");
    }

    boolean saysThatThereIsNoSuchModel() {
        return code.equals("model_not_found");
    }

    boolean asksToSlowDown() {
        return code.equals("slow_down") || type.equals("slow_down") || code.equals("rate_limit_exceeded");
    }
}
