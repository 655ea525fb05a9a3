package dev.atelier.simulator.replicate;

import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param apiKeys
 *            when empty, every key is right
 * @param webhookSecret
 *            {@code whsec_} and Base64; without one, a new one at each start, which the API hands out as the real one does
 * @param callbackPause
 *            between the attempts of a callback
 */
@ConfigurationProperties("atelier.simulator.replicate")
record ReplicateProperties(@DefaultValue Set<String> apiKeys, @Nullable String webhookSecret,
        @DefaultValue("5s") Duration callbackPause) {

    @Override
    public String toString() {
        return "ReplicateProperties[%d keys, signing key %s, pause %s]".formatted(apiKeys.size(),
                webhookSecret == null ? "new" : "set", callbackPause);
    }
}
