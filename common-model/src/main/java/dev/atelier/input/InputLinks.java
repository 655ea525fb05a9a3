package dev.atelier.input;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import dev.atelier.credential.Secret;
import dev.atelier.webhook.CallbackProperties;

/**
 * Addresses at which anybody who has them can fetch one input until they expire: what a provider is given, and what a page shows.
 * Signed by HMAC-SHA256 (128 bits of it) with the secrets of callbacks, under a prefix of their own, so that neither opens the
 * other's door. Safe for use by many threads.
 */
public final class InputLinks {
    private static final int BYTES = 16;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final CallbackProperties callbacks;
    private final InputProperties properties;

    public InputLinks(CallbackProperties callbacks, InputProperties properties) {
        this.callbacks = callbacks;
        this.properties = properties;
    }

    /** When a link that is made at that moment expires. */
    public Instant expiry(Instant now) {
        return Instant.ofEpochSecond(now.plus(properties.linkLifetime()).getEpochSecond());
    }

    /** Without scheme and host. */
    public String path(InputId input, Instant expires) {
        return "/api/v1/inputs/" + input + "/content?expires=" + expires.getEpochSecond() + "&token="
                + BASE64.encodeToString(mac(callbacks.secrets().getFirst(), input, expires.getEpochSecond()));
    }

    /**
     * As a provider reaches it.
     *
     * @throws IllegalStateException when {@code atelier.callbacks.base-url} is not set
     */
    public URI link(InputId input, Instant expires) {
        var base = callbacks.baseUrl();
        if (base == null) {
            throw new IllegalStateException("atelier.callbacks.base-url is not set: providers would not find us");
        }
        return URI.create(base.toString().replaceAll("/+$", "") + path(input, expires));
    }

    /** Whether the link was made by us for this input and is still good. Takes the same time for every wrong token. */
    public boolean isGood(InputId input, long expires, String token, Instant now) {
        var given = token.getBytes(StandardCharsets.UTF_8);
        boolean matches = false;
        for (var secret : callbacks.secrets()) {
            matches |= MessageDigest.isEqual(BASE64.encode(mac(secret, input, expires)), given);
        }
        return matches && now.getEpochSecond() < expires;
    }

    private static byte[] mac(Secret secret, InputId input, long expires) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.bytes(), "HmacSHA256"));
            return Arrays.copyOf(
                    mac.doFinal(("input:" + input + ":" + expires).getBytes(StandardCharsets.UTF_8)), BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
