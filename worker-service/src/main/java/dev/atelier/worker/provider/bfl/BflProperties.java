package dev.atelier.worker.provider.bfl;

import java.net.URI;
import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import dev.atelier.worker.provider.ProviderHttp;

/**
 * How Black Forest Labs is reached.
 *
 * @param baseUrl        without a path's last slash; {@code https://api.eu.bfl.ai} and {@code https://api.us.bfl.ai} keep jobs in a
 *                       region
 * @param connectTimeout until a connection stands
 * @param callTimeout    for a whole call; a submission carries its pictures
 * @param maxAnswer      the longest answer that is read
 * @param rateLimitedFor how long a job is put off when too many are active there and it is not said for how long. 24 may be active
 *                       at a time, 6 of {@code flux-kontext-max}, and one takes some seconds
 */
@ConfigurationProperties("atelier.providers.bfl")
record BflProperties(@DefaultValue("https://api.bfl.ai") URI baseUrl, @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("60s") Duration callTimeout, @DefaultValue("8MB") DataSize maxAnswer,
        @DefaultValue("10s") Duration rateLimitedFor) {
    BflProperties {
        if (baseUrl.getHost() == null || baseUrl.toString().endsWith("/")) {
            throw new IllegalArgumentException(
                    "atelier.providers.bfl.base-url is like https://api.bfl.ai, not '" + baseUrl + "'");
        }
    }

    ProviderHttp.Settings http() {
        return new ProviderHttp.Settings(connectTimeout, callTimeout, maxAnswer);
    }
}
