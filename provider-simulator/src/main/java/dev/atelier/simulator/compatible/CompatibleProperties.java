package dev.atelier.simulator.compatible;

import java.util.Set;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param apiKeys
 *            when empty, any key and none are right, as on most local servers
 */
@ConfigurationProperties("atelier.simulator.openai-compatible")
record CompatibleProperties(@DefaultValue Set<String> apiKeys) {

    @Override
    public String toString() {
        return "CompatibleProperties[%d keys]".formatted(apiKeys.size());
    }
}
