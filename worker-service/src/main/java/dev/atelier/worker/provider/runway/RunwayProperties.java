package dev.atelier.worker.provider.runway;

import java.net.URI;
import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import dev.atelier.worker.provider.ProviderHttp;

/**
 * How Runway is reached.
 *
 * @param baseUrl        without a path's last slash
 * @param connectTimeout until a connection stands
 * @param callTimeout    for a whole call; while it lasts, Runway looks at the files whose addresses it is sent
 * @param maxAnswer      the longest answer that is read
 * @param rateLimitedFor how long a job is put off when Runway takes no more and does not say for how long. Mostly that is the cap of
 *                       a rolling 24 hours: minutes, not seconds
 */
@ConfigurationProperties("atelier.providers.runway")
record RunwayProperties(@DefaultValue("https://api.dev.runwayml.com") URI baseUrl,
        @DefaultValue("5s") Duration connectTimeout, @DefaultValue("60s") Duration callTimeout,
        @DefaultValue("8MB") DataSize maxAnswer, @DefaultValue("2m") Duration rateLimitedFor) {
    RunwayProperties {
        if (baseUrl.getHost() == null || baseUrl.toString().endsWith("/")) {
            throw new IllegalArgumentException("atelier.providers.runway.base-url is like https://api.dev.runwayml.com,"
                    + " not '" + baseUrl + "'");
        }
    }

    ProviderHttp.Settings http() {
        return new ProviderHttp.Settings(connectTimeout, callTimeout, maxAnswer);
    }
}
