package dev.atelier.worker.provider.replicate;

import java.net.URI;
import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import dev.atelier.worker.provider.ProviderHttp;

/**
 * How Replicate is reached.
 *
 * @param baseUrl        without a path's last slash
 * @param connectTimeout until a connection stands
 * @param callTimeout    for a whole call
 * @param maxAnswer      the longest answer that is read; a page of predictions repeats their inputs
 * @param rateLimitedFor how long a job is put off when Replicate refuses it for its rate and does not say for how long
 * @param cancelAfter    when Replicate is to give a prediction up by itself, counted from the submission: later than the deadline of
 *                       any job, so that nothing is made, and paid for, that nobody waits for. At least 5 s
 */
@ConfigurationProperties("atelier.providers.replicate")
record ReplicateProperties(@DefaultValue("https://api.replicate.com") URI baseUrl,
        @DefaultValue("5s") Duration connectTimeout, @DefaultValue("60s") Duration callTimeout,
        @DefaultValue("16MB") DataSize maxAnswer, @DefaultValue("30s") Duration rateLimitedFor,
        @DefaultValue("2h") Duration cancelAfter) {
    private static final Duration SOONEST = Duration.ofSeconds(5);

    ReplicateProperties {
        if (baseUrl.getHost() == null || baseUrl.toString().endsWith("/")) {
            throw new IllegalArgumentException(
                    "atelier.providers.replicate.base-url is like https://api.replicate.com, not '" + baseUrl + "'");
        }
        if (cancelAfter.compareTo(SOONEST) < 0) {
            throw new IllegalArgumentException(
                    "atelier.providers.replicate.cancel-after is at least " + SOONEST + ", not " + cancelAfter);
        }
    }

    ProviderHttp.Settings http() {
        return new ProviderHttp.Settings(connectTimeout, callTimeout, maxAnswer);
    }
}
