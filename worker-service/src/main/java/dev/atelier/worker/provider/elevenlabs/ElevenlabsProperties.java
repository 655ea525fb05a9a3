package dev.atelier.worker.provider.elevenlabs;

import java.net.URI;
import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import dev.atelier.worker.provider.ProviderHttp;

/**
 * How ElevenLabs is reached.
 *
 * @param baseUrl        without a path and without a last slash. Accounts with data residency have hosts of their own, such as
 *                       {@code https://api.eu.residency.elevenlabs.io}
 * @param connectTimeout until a connection stands
 * @param callTimeout    for a whole call: sounds are made while it waits
 * @param maxAnswer      the longest answer that is read. Ten minutes of music are 24 MB at the highest rate of MP3
 * @param rateLimitedFor how long a job is put off when too many run at once and no time is said
 */
@ConfigurationProperties("atelier.providers.elevenlabs")
record ElevenlabsProperties(@DefaultValue("https://api.elevenlabs.io") URI baseUrl,
        @DefaultValue("5s") Duration connectTimeout, @DefaultValue("5m") Duration callTimeout,
        @DefaultValue("64MB") DataSize maxAnswer, @DefaultValue("10s") Duration rateLimitedFor) {
    ElevenlabsProperties {
        if (baseUrl.getHost() == null || baseUrl.toString().endsWith("/")) {
            throw new IllegalArgumentException("atelier.providers.elevenlabs.base-url is like"
                    + " https://api.elevenlabs.io, not '" + baseUrl + "'");
        }
    }

    ProviderHttp.Settings http() {
        return new ProviderHttp.Settings(connectTimeout, callTimeout, maxAnswer);
    }
}
