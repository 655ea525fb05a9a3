package dev.atelier.simulator.kie;

import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param apiKeys
 *            when empty, every key is right
 * @param webhookHmacKey
 *            when there is one, callbacks are signed
 * @param callbackPause
 *            between the three attempts of a callback
 */
@ConfigurationProperties("atelier.simulator.kie")
record KieProperties(@DefaultValue Set<String> apiKeys, @Nullable String webhookHmacKey,
        @DefaultValue("1s") Duration callbackPause) {

    @Override
    public String toString() {
        return "KieProperties[%d keys, callbacks %s, pause %s]".formatted(apiKeys.size(),
                webhookHmacKey == null ? "unsigned" : "signed", callbackPause);
    }
}
