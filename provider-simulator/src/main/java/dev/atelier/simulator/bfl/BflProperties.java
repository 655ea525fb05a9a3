package dev.atelier.simulator.bfl;

import java.time.Duration;
import java.util.Set;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param apiKeys
 *            when empty, every key is right
 * @param callbackPause
 *            between the four attempts of a callback; there it grows from 1 to 30 seconds
 */
@ConfigurationProperties("atelier.simulator.bfl")
record BflProperties(@DefaultValue Set<String> apiKeys, @DefaultValue("1s") Duration callbackPause) {

    @Override
    public String toString() {
        return "BflProperties[%d keys, pause %s]".formatted(apiKeys.size(), callbackPause);
    }
}
