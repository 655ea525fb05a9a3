package dev.atelier.simulator.elevenlabs;

import java.net.URI;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param apiKeys
 *            when empty, every key is right
 * @param webhookUrl
 *            where the workspace's webhook goes until the control API says otherwise
 * @param webhookSecret
 *            signs webhooks; without one they go unsigned, which the real one's never do
 */
@ConfigurationProperties("atelier.simulator.elevenlabs")
record ElevenlabsProperties(@DefaultValue Set<String> apiKeys, @Nullable URI webhookUrl,
        @Nullable String webhookSecret) {

    @Override
    public String toString() {
        return "ElevenlabsProperties[%d keys, webhook %s, %s]".formatted(apiKeys.size(), webhookUrl,
                webhookSecret == null ? "unsigned" : "signed");
    }
}
