package dev.atelier.worker.provider;

import java.time.Duration;
import java.util.Optional;

/**
 * What a provider answered over HTTP, before anybody has judged it.
 *
 * @param retryAfter how long it asks us to wait
 */
public record ProviderAnswer(int status, String body, Optional<Duration> retryAfter) {
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** The body as a JSON object; empty when it is anything else. */
    public Optional<ProviderJson> json() {
        return ProviderJson.parse(body);
    }

    /** Hides the body: it may hold a prompt. */
    @Override
    public String toString() {
        return "ProviderAnswer[status=" + status + ", " + body.length() + " characters]";
    }
}
