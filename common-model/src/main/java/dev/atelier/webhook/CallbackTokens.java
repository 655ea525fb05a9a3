package dev.atelier.webhook;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import dev.atelier.catalog.ProviderId;
import dev.atelier.credential.Secret;
import dev.atelier.job.JobId;

/**
 * The unguessable part of a job's callback address. Derived from provider and job by HMAC-SHA256 (128 bits of it), so it is
 * checked without a look-up and stored nowhere. Safe for use by many threads.
 */
public final class CallbackTokens {
    private static final int BYTES = 16;

    private final CallbackProperties properties;

    public CallbackTokens(CallbackProperties properties) {
        this.properties = properties;
    }

    /**
     * The address that the provider is given for this job.
     *
     * @throws IllegalStateException when {@code atelier.callbacks.base-url} is not set
     */
    public URI callbackUrl(ProviderId provider, JobId job) {
        var base = properties.baseUrl();
        if (base == null) {
            throw new IllegalStateException("atelier.callbacks.base-url is not set: providers would not find us");
        }
        return URI.create(base.toString().replaceAll("/+$", "") + "/api/v1/webhooks/provider-callback/" + job
                + "?provider=" + provider + "&token=" + token(provider, job));
    }

    /** Whether there is an address to give to providers at all. */
    public boolean hasBaseUrl() {
        return properties.baseUrl() != null;
    }

    public String token(ProviderId provider, JobId job) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        mac(properties.secrets().getFirst(), provider, job));
    }

    /** Whether the token was made by us for this provider and job. Takes the same time for every wrong token. */
    public boolean matches(ProviderId provider, JobId job, String token) {
        var given = token.getBytes(StandardCharsets.US_ASCII);
        boolean matches = false;
        for (var secret : properties.secrets()) {
            var expected = Base64.getUrlEncoder().withoutPadding().encode(mac(secret, provider, job));
            matches |= MessageDigest.isEqual(expected, given);
        }
        return matches;
    }

    private static byte[] mac(Secret secret, ProviderId provider, JobId job) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.bytes(), "HmacSHA256"));
            return Arrays.copyOf(mac.doFinal(("callback:" + provider + ":" + job).getBytes(StandardCharsets.UTF_8)),
                    BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
