package dev.atelier.webhook;

import java.net.URI;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import dev.atelier.credential.Secret;

/**
 * The addresses that providers call back.
 *
 * @param baseUrl where providers reach api-service, without a path: {@code https://api.example.com}
 * @param secrets make the tokens in those addresses. The first makes new ones, all are accepted, so a secret can be replaced:
 *                put the new one in front and remove the old one when the jobs of its time have ended
 */
@ConfigurationProperties("atelier.callbacks")
public record CallbackProperties(@Nullable URI baseUrl, @DefaultValue List<Secret> secrets) {
    public CallbackProperties {
        secrets = List.copyOf(secrets);
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("atelier.callbacks.secrets is not set: providers' callbacks could not be"
                    + " told from forged ones. Set one secret of at least 32 characters, the same for api-service and"
                    + " worker-service (make one with: openssl rand -hex 32)");
        }
        if (secrets.stream().anyMatch(it -> it.value().length() < 32)) {
            throw new IllegalArgumentException("atelier.callbacks.secrets: each has at least 32 characters");
        }
        if (baseUrl != null && (baseUrl.getScheme() == null || baseUrl.getHost() == null)) {
            throw new IllegalArgumentException(
                    "atelier.callbacks.base-url is like https://api.example.com, not '" + baseUrl + "'");
        }
    }
}
