package dev.atelier.api.webhooks;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import dev.atelier.api.TestApi;
import dev.atelier.api.TestApi.Answer;
import dev.atelier.catalog.ProviderId;
import dev.atelier.job.JobId;
import dev.atelier.webhook.CallbackTokens;

/** Callbacks as the providers send and sign them. */
final class Callbacks {
    static final ProviderId KIE = new ProviderId("kie");
    static final ProviderId GEMINIGEN = new ProviderId("geminigen");

    private Callbacks() {}

    /** The address that the provider was given for this job. */
    static String address(TestApi api, ProviderId provider, JobId job) {
        return "/api/v1/webhooks/provider-callback/" + job + "?provider=" + provider + "&token="
                + api.bean(CallbackTokens.class).token(provider, job);
    }

    static Answer send(TestApi api, String path, String body, String... headers) {
        return send(api, path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    static Answer send(TestApi api, String path, byte[] body, String... headers) {
        HttpRequest.Builder request = api.request(path)
                .POST(BodyPublishers.ofByteArray(body))
                .setHeader("Content-Type", "application/json");
        return TestApi.anonymously(request, headers);
    }

    /** Kie's headers. */
    static String[] kieSigned(String taskId, String key, Instant at) {
        var timestamp = Long.toString(at.getEpochSecond());
        return new String[]{"X-Webhook-Timestamp", timestamp, "X-Webhook-Signature",
            hmac(key, taskId + "." + timestamp)};
    }

    static String hmac(String key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Geminigen's header. */
    static String rsaMd5(PrivateKey key, String text) {
        try {
            var signer = Signature.getInstance("SHA256withRSA");
            signer.initSign(key);
            signer.update(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
