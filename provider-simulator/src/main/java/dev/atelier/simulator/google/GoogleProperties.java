package dev.atelier.simulator.google;

import java.time.Duration;
import java.util.Set;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param apiKeys
 *            when empty, every key is right
 * @param callbackPause
 *            between two attempts of an event; the real ones grow over a day
 */
@ConfigurationProperties("atelier.simulator.google")
record GoogleProperties(@DefaultValue Set<String> apiKeys, @DefaultValue("1s") Duration callbackPause) {

    @Override
    public String toString() {
        return "GoogleProperties[%d keys, pause %s]".formatted(apiKeys.size(), callbackPause);
    }
}
