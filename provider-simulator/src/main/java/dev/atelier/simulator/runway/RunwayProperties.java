package dev.atelier.simulator.runway;

import java.util.Set;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param apiKeys
 *            when empty, every key is right
 */
@ConfigurationProperties("atelier.simulator.runway")
record RunwayProperties(@DefaultValue Set<String> apiKeys) {

    @Override
    public String toString() {
        return "RunwayProperties[%d keys]".formatted(apiKeys.size());
    }
}
