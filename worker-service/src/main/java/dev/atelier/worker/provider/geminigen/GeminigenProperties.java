package dev.atelier.worker.provider.geminigen;

import java.net.URI;
import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import dev.atelier.worker.provider.ProviderHttp;

/**
 * How Geminigen.ai is reached.
 *
 * @param baseUrl         without a path's last slash. The vendor also answers as {@code https://api.snapgen.ai/uapi/v1}
 * @param connectTimeout  until a connection stands
 * @param callTimeout     for a whole call. A submission may be answered with the finished picture, so it may take a while
 * @param maxAnswer       the longest answer that is read
 * @param rateLimitedFor  how long a job is put off when its rate is refused and no time is said. The window is a minute
 * @param creditLockedFor how long a job is put off when all credit is held by jobs that still run
 */
@ConfigurationProperties("atelier.providers.geminigen")
record GeminigenProperties(@DefaultValue("https://api.geminigen.ai/uapi/v1") URI baseUrl,
        @DefaultValue("5s") Duration connectTimeout, @DefaultValue("90s") Duration callTimeout,
        @DefaultValue("8MB") DataSize maxAnswer, @DefaultValue("30s") Duration rateLimitedFor,
        @DefaultValue("30s") Duration creditLockedFor) {
    GeminigenProperties {
        if (baseUrl.getHost() == null || baseUrl.toString().endsWith("/")) {
            throw new IllegalArgumentException("atelier.providers.geminigen.base-url is like"
                    + " https://api.geminigen.ai/uapi/v1, not '" + baseUrl + "'");
        }
    }

    ProviderHttp.Settings http() {
        return new ProviderHttp.Settings(connectTimeout, callTimeout, maxAnswer);
    }
}
