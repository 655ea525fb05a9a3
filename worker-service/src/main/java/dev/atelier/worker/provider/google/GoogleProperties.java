package dev.atelier.worker.provider.google;

import java.net.URI;
import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import dev.atelier.worker.provider.ProviderHttp;

/**
 * How Google's Gemini API is reached.
 *
 * @param baseUrl        without a version and without a path's last slash. An API key goes to this address, and to hosts of
 *                       googleapis.com for files
 * @param connectTimeout until a connection stands
 * @param callTimeout    for a whole call; pictures, speech and music are made while it waits
 * @param maxAnswer      the longest answer that is read: pictures come in it, in base64
 * @param rateLimitedFor how long a job is put off when Google refuses it for its rate and does not say for how long
 * @param dailyQuotaFor  the same when it is a quota of the day that is used up, which a few seconds do not help
 */
@ConfigurationProperties("atelier.providers.google")
record GoogleProperties(@DefaultValue("https://generativelanguage.googleapis.com") URI baseUrl,
        @DefaultValue("5s") Duration connectTimeout, @DefaultValue("5m") Duration callTimeout,
        @DefaultValue("64MB") DataSize maxAnswer, @DefaultValue("30s") Duration rateLimitedFor,
        @DefaultValue("1h") Duration dailyQuotaFor) {
    GoogleProperties {
        if (baseUrl.getHost() == null || baseUrl.toString().endsWith("/")) {
            throw new IllegalArgumentException(
                    "atelier.providers.google.base-url is like https://generativelanguage.googleapis.com, not '"
                            + baseUrl + "'");
        }
    }

    ProviderHttp.Settings http() {
        return new ProviderHttp.Settings(connectTimeout, callTimeout, maxAnswer);
    }
}
