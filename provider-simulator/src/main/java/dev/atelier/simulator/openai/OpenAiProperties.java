package dev.atelier.simulator.openai;

import java.net.URI;
import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param apiKeys
 *            when empty, every key is right
 * @param webhookUrl
 *            where the project's webhook goes until the control API says otherwise
 * @param webhookSecret
 *            {@code whsec_} and Base64; signs every webhook
 * @param callbackPause
 *            between the four attempts of a webhook
 */
@ConfigurationProperties("atelier.simulator.openai")
record OpenAiProperties(@DefaultValue Set<String> apiKeys, @Nullable URI webhookUrl,
        @DefaultValue("whsec_c2ltdWxhdGVkLW9wZW5haS1zZWNyZXQ=") String webhookSecret,
        @DefaultValue("5s") Duration callbackPause) {

    OpenAiProperties {
        if (!webhookSecret.startsWith("whsec_")) {
            throw new IllegalArgumentException("atelier.simulator.openai.webhook-secret begins with whsec_");
        }
    }

    @Override
    public String toString() {
        return "OpenAiProperties[%d keys, webhook %s, pause %s]".formatted(apiKeys.size(), webhookUrl, callbackPause);
    }
}
