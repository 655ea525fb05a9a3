package dev.atelier.simulator.anthropic;

import java.util.Set;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param apiKeys
 *            when empty, every key is right
 */
@ConfigurationProperties("atelier.simulator.anthropic")
record AnthropicProperties(@DefaultValue Set<String> apiKeys) {

    @Override
    public String toString() {
        return "AnthropicProperties[%d keys]".formatted(apiKeys.size());
    }
}
