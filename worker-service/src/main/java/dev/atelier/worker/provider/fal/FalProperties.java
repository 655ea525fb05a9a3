package dev.atelier.worker.provider.fal;

import java.net.URI;
import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import dev.atelier.worker.provider.ProviderHttp;

/**
 * How fal.ai is reached.
 *
 * @param baseUrl        of its queue, without a path's last slash
 * @param connectTimeout until a connection stands
 * @param callTimeout    for a whole call
 * @param maxAnswer      the longest answer that is read
 * @param rateLimitedFor how long a job is put off when fal.ai refuses it for its rate and does not say for how long
 */
@ConfigurationProperties("atelier.providers.fal")
record FalProperties(@DefaultValue("https://queue.fal.run") URI baseUrl, @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("60s") Duration callTimeout, @DefaultValue("8MB") DataSize maxAnswer,
        @DefaultValue("10s") Duration rateLimitedFor) {
    FalProperties {
        if (baseUrl.getHost() == null || baseUrl.toString().endsWith("/")) {
            throw new IllegalArgumentException(
                    "atelier.providers.fal.base-url is like https://queue.fal.run, not '" + baseUrl + "'");
        }
    }

    ProviderHttp.Settings http() {
        return new ProviderHttp.Settings(connectTimeout, callTimeout, maxAnswer);
    }
}
