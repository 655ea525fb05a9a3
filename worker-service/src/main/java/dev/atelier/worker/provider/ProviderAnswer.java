package dev.atelier.worker.provider;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a provider answered over HTTP, before anybody has judged it.
 *
 * @param bytes      the body, which may be a file
 * @param headers    the first value of each, by its name in lower case
 * @param retryAfter how long it asks us to wait
 */
@SuppressWarnings("ArrayRecordComponent") // read, never compared
public record ProviderAnswer(int status, byte[] bytes, Map<String, String> headers, Optional<Duration> retryAfter) {
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    public String body() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The body as a JSON object; empty when it is anything else. */
    public Optional<ProviderJson> json() {
        return ProviderJson.parse(body());
    }

    /** Hides the body: it may hold a prompt. */
    @Override
    public String toString() {
        return "ProviderAnswer[status=" + status + ", " + bytes.length + " bytes]";
    }
}
