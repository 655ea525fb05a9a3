package dev.atelier.simulator.fal;

import java.time.Duration;
import java.util.Set;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param apiKeys
 *            when empty, every key is right
 * @param callbackPause
 *            between the attempts of a callback; the real one waits two minutes
 */
@ConfigurationProperties("atelier.simulator.fal")
record FalProperties(@DefaultValue Set<String> apiKeys, @DefaultValue("5s") Duration callbackPause) {

    @Override
    public String toString() {
        return "FalProperties[%d keys, pause %s]".formatted(apiKeys.size(), callbackPause);
    }
}
