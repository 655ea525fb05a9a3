package dev.atelier.worker.provider.kie;

import java.net.URI;
import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import dev.atelier.worker.provider.ProviderHttp;

/**
 * How Kie.ai is reached.
 *
 * @param baseUrl        without a path's last slash
 * @param connectTimeout until a connection stands
 * @param callTimeout    for a whole call
 * @param chatTimeout    for a whole call that brings a text along
 * @param maxAnswer      the longest answer that is read
 * @param rateLimitedFor how long a job is put off when Kie.ai refuses it for its rate and does not say for how long. Its window
 *                       is 20 submissions in 10 seconds
 * @param busyFor        the same for maintenance and full queues, which take minutes
 */
@ConfigurationProperties("atelier.providers.kie")
record KieProperties(@DefaultValue("https://api.kie.ai") URI baseUrl, @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("60s") Duration callTimeout, @DefaultValue("5m") Duration chatTimeout,
        @DefaultValue("8MB") DataSize maxAnswer, @DefaultValue("10s") Duration rateLimitedFor,
        @DefaultValue("2m") Duration busyFor) {
    KieProperties {
        if (baseUrl.getHost() == null || baseUrl.toString().endsWith("/")) {
            throw new IllegalArgumentException(
                    "atelier.providers.kie.base-url is like https://api.kie.ai, not '" + baseUrl + "'");
        }
    }

    ProviderHttp.Settings http() {
        return new ProviderHttp.Settings(connectTimeout, callTimeout, maxAnswer);
    }

    ProviderHttp.Settings chatHttp() {
        return new ProviderHttp.Settings(connectTimeout, chatTimeout, maxAnswer);
    }
}
