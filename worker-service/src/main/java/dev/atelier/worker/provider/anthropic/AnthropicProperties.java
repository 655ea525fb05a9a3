package dev.atelier.worker.provider.anthropic;

import java.net.URI;
import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import dev.atelier.worker.provider.ProviderHttp;

/**
 * How Anthropic is reached.
 *
 * @param baseUrl        without a version and without a path's last slash
 * @param connectTimeout until a connection stands
 * @param callTimeout    for a whole call: a text is written while it waits. Below the {@code slowestAnswer} of the catalog, and below
 *                       ten minutes, from where on Anthropic wants answers to be streamed
 * @param maxAnswer      the longest answer that is read
 * @param rateLimitedFor how long a job is put off when Anthropic refuses it for its rate and does not say for how long; limits are
 *                       by the minute
 */
@ConfigurationProperties("atelier.providers.anthropic")
record AnthropicProperties(@DefaultValue("https://api.anthropic.com") URI baseUrl,
        @DefaultValue("5s") Duration connectTimeout, @DefaultValue("9m") Duration callTimeout,
        @DefaultValue("16MB") DataSize maxAnswer, @DefaultValue("30s") Duration rateLimitedFor) {
    AnthropicProperties {
        if (baseUrl.getHost() == null || baseUrl.toString().endsWith("/")) {
            throw new IllegalArgumentException(
                    "atelier.providers.anthropic.base-url is like https://api.anthropic.com, not '" + baseUrl + "'");
        }
    }

    ProviderHttp.Settings http() {
        return new ProviderHttp.Settings(connectTimeout, callTimeout, maxAnswer);
    }
}
