package dev.atelier.simulator.stability;

import java.util.Set;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param apiKeys
 *            when empty, every key is right
 */
@ConfigurationProperties("atelier.simulator.stability")
record StabilityProperties(@DefaultValue Set<String> apiKeys) {

    @Override
    public String toString() {
        return "StabilityProperties[" + apiKeys.size() + " keys]";
    }
}
