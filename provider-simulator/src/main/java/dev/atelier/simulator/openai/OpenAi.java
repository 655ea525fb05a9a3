package dev.atelier.simulator.openai;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Component;

import dev.atelier.simulator.SimulatedProvider;
import dev.atelier.simulator.callbacks.AccountWebhook;
import dev.atelier.simulator.faults.Ending;
import dev.atelier.simulator.faults.Fate;
import dev.atelier.simulator.faults.Refusal;

/** What all of its endpoints share: who is let in, and in which words it refuses what is right in itself. */
@Component
class OpenAi implements SimulatedProvider {

    static final String NAME = "openai";
    /** What is made while the call waits is made quickly here: a test has hundreds of such calls. */
    private static final Duration LONGEST_WORK = Duration.ofMillis(20);

    private final OpenAiProperties properties;

    OpenAi(OpenAiProperties properties) {
        this.properties = properties;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Bean
    static AccountWebhook openAiWebhook(OpenAiProperties properties) {
        return new AccountWebhook(NAME, properties.webhookUrl());
    }

    void authenticate(@Nullable String authorization) {
        var key = authorization != null && authorization.startsWith("Bearer ")
                ? authorization.substring("Bearer ".length()).strip()
                : "";
        if (key.isEmpty()) {
            throw new OpenAiError(401, "invalid_request_error", null, null,
                    "You didn't provide an API key. You need to provide your API key in an Authorization header.");
        }
        if (!properties.apiKeys().isEmpty() && !properties.apiKeys().contains(key)) {
            throw new OpenAiError(401, "invalid_request_error", null, "invalid_api_key",
                    "Incorrect API key provided.");
        }
    }

    static void refuse(@Nullable Refusal refusal) {
        if (refusal != null) {
            throw switch (refusal) {
                case SERVER_ERROR, ERROR_IN_OK -> serverError();
                case RATE_LIMITED -> new OpenAiError(429, "requests", null, "rate_limit_exceeded",
                        "Rate limit reached for requests per min. Please try again in 1s.");
                case INSUFFICIENT_CREDIT -> new OpenAiError(429, "insufficient_quota", null, "insufficient_quota",
                        "You exceeded your current quota, please check your plan and billing details.");
            };
        }
    }

    /** What is answered at once fails at once, and is not charged. */
    static void refuse(Ending ending) {
        switch (ending) {
            case DELIVERED -> {
            }
            case FAILED -> throw serverError();
            case CONTENT_REJECTED -> throw new OpenAiError(400, "image_generation_user_error", null,
                    "moderation_blocked", "Your request was rejected by the safety system.");
        }
    }

    static OpenAiError serverError() {
        return new OpenAiError(500, "server_error", null, "server_error",
                "The server had an error while processing your request. Sorry about that!");
    }

    static String newId(String prefix) {
        return prefix + UUID.randomUUID().toString().replace("-", "");
    }

    /** When what is made while the call waits is done; until then it waits. */
    static void work(Instant since, Fate fate) {
        var work = fate.faults().delay();
        var until = since.plus(work.compareTo(LONGEST_WORK) < 0 ? work : LONGEST_WORK);
        try {
            Thread.sleep(Duration.between(Instant.now(), until));
        } catch (InterruptedException e) {
            // The server stops; the answer goes out early.
            Thread.currentThread().interrupt();
        }
    }
}
