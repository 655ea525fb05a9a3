package dev.atelier.worker.provider.openaicompatible;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import dev.atelier.worker.provider.ProviderHttp;

/**
 * How servers that copy OpenAI's API are called; each one's address stands in its catalog file.
 *
 * @param connectTimeout until a connection stands
 * @param callTimeout    for a whole call: a local server may take minutes for a picture, and loads its model first. A provider's
 *                       {@code slowestAnswer} is longer
 * @param maxAnswer      the longest answer that is read
 * @param busyFor        how long a job is put off when a server is busy and does not say for how long
 */
@ConfigurationProperties("atelier.adapters.openai-compatible")
record CompatibleProperties(@DefaultValue("5s") Duration connectTimeout, @DefaultValue("10m") Duration callTimeout,
        @DefaultValue("64MB") DataSize maxAnswer, @DefaultValue("10s") Duration busyFor) {
    ProviderHttp.Settings http() {
        return new ProviderHttp.Settings(connectTimeout, callTimeout, maxAnswer);
    }
}
