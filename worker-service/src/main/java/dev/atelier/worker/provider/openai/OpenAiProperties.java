package dev.atelier.worker.provider.openai;

import java.net.URI;
import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import dev.atelier.worker.provider.ProviderHttp;

/**
 * How OpenAI is reached.
 *
 * @param baseUrl        without a version and without a path's last slash
 * @param connectTimeout until a connection stands
 * @param callTimeout    for a whole call in which something is made; a hard picture takes two minutes
 * @param askTimeout     for a whole call that is answered at once: to begin a response, to ask for it, to stop it
 * @param maxAnswer      the longest answer that is read. An answer holds all pictures of a job in Base64
 * @param rateLimitedFor how long a job is put off when OpenAI refuses it for its rate and does not say for how long. Its windows
 *                       are a minute
 */
@ConfigurationProperties("atelier.providers.openai")
record OpenAiProperties(@DefaultValue("https://api.openai.com") URI baseUrl,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("5m") Duration callTimeout, @DefaultValue("30s") Duration askTimeout,
        @DefaultValue("64MB") DataSize maxAnswer, @DefaultValue("20s") Duration rateLimitedFor) {
    OpenAiProperties {
        if (baseUrl.getHost() == null || baseUrl.toString().endsWith("/")) {
            throw new IllegalArgumentException(
                    "atelier.providers.openai.base-url is like https://api.openai.com, not '" + baseUrl + "'");
        }
    }

    ProviderHttp.Settings whileMaking() {
        return new ProviderHttp.Settings(connectTimeout, callTimeout, maxAnswer);
    }

    ProviderHttp.Settings whileAsking() {
        return new ProviderHttp.Settings(connectTimeout, askTimeout, maxAnswer);
    }
}
