package dev.atelier.worker.provider.stability;

import java.net.URI;
import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import dev.atelier.worker.provider.ProviderHttp;

/**
 * How Stability AI is reached.
 *
 * @param baseUrl        without a path and without a last slash
 * @param connectTimeout until a connection stands
 * @param callTimeout    for a whole call: most pictures are made while it waits
 * @param maxAnswer      the longest answer that is read. The largest is six minutes of WAV in Base64, 90 MB
 * @param rateLimitedFor how long a job is put off when its rate is refused and no time is said; a key is blocked for a minute
 */
@ConfigurationProperties("atelier.providers.stability")
record StabilityProperties(@DefaultValue("https://api.stability.ai") URI baseUrl,
        @DefaultValue("5s") Duration connectTimeout, @DefaultValue("5m") Duration callTimeout,
        @DefaultValue("96MB") DataSize maxAnswer, @DefaultValue("60s") Duration rateLimitedFor) {
    StabilityProperties {
        if (baseUrl.getHost() == null || baseUrl.toString().endsWith("/")) {
            throw new IllegalArgumentException("atelier.providers.stability.base-url is like https://api.stability.ai,"
                    + " not '" + baseUrl + "'");
        }
    }

    ProviderHttp.Settings http() {
        return new ProviderHttp.Settings(connectTimeout, callTimeout, maxAnswer);
    }
}
