package dev.atelier.simulator.geminigen;

import java.net.URI;
import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param apiKeys
 *            when empty, every key is right
 * @param webhookUrl
 *            where the account's webhook goes until the control API says otherwise
 * @param signingKey
 *            an RSA private key: PEM text, or the path of a PEM file; without one, a new one at each start
 * @param signedText
 *            sources disagree on what the real one signs
 * @param callbackPause
 *            between the four attempts of a callback; the real one waits an hour
 */
@ConfigurationProperties("atelier.simulator.geminigen")
record GeminigenProperties(@DefaultValue Set<String> apiKeys, @Nullable URI webhookUrl, @Nullable String signingKey,
        @DefaultValue("event-uuid") SignedText signedText, @DefaultValue("5s") Duration callbackPause) {

    /** What the signature of a webhook covers. */
    enum SignedText {
        EVENT_UUID,
        BODY
    }

    @Override
    public String toString() {
        return "GeminigenProperties[%d keys, webhook %s, signed text %s, pause %s]".formatted(apiKeys.size(),
                webhookUrl, signedText, callbackPause);
    }
}
