package dev.atelier.api.webhooks;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import dev.atelier.api.TestApi;
import dev.atelier.catalog.ProviderId;
import dev.atelier.job.JobId;
import dev.atelier.messaging.Topology;
import dev.atelier.webhook.WebhookReceived;

import static dev.atelier.api.webhooks.Callbacks.address;
import static dev.atelier.api.webhooks.Callbacks.send;
import static org.assertj.core.api.Assertions.assertThat;

/** Callbacks that are believed, and so need a signature beside the token. */
class KeySetCallbackTest {
    private static final ProviderId FAL = new ProviderId("fal");
    private static final String BODY = "{\"request_id\": \"r-1\", \"status\": \"OK\", \"payload\": {}}";
    private static final KeyPair KEYS = keys();
    private static final TestApi API = TestApi.start(Map.of("atelier.providers.fal.webhook-keys[0]", publicKey()));

    @AfterAll
    static void stop() {
        API.close();
    }

    @Test
    void a_signed_one_is_taken_with_its_signature_as_evidence() {
        var job = JobId.create();
        assertThat(send(API, address(API, FAL, job), BODY, signed(BODY)).status()).isEqualTo(200);

        var message = API.receive(API.bean(Topology.class).webhooks());
        var event = WebhookReceived.of(message.getMessageProperties().getHeaders(), message.getBody());
        assertThat(event.jobId()).isEqualTo(job);
        assertThat(event.headers()).containsKeys("x-fal-webhook-request-id", "x-fal-webhook-user-id",
                "x-fal-webhook-timestamp", "x-fal-webhook-signature");
    }

    @Test
    void the_token_alone_is_not_enough() {
        var address = address(API, FAL, JobId.create());
        assertThat(send(API, address, BODY).status()).isEqualTo(401);
        var other = send(API, address, BODY.replace("OK", "ERROR"), signed(BODY));
        assertThat(other.status()).isEqualTo(401);
        assertThat(other.code()).isEqualTo("callback_refused");
    }

    private static String[] signed(String body) {
        var timestamp = String.valueOf(Instant.now().getEpochSecond());
        try {
            var digest = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8)));
            var signer = Signature.getInstance("Ed25519");
            signer.initSign(KEYS.getPrivate());
            signer.update(("r-1\nu-1\n" + timestamp + "\n" + digest).getBytes(StandardCharsets.UTF_8));
            return new String[]{"X-Fal-Webhook-Request-Id", "r-1", "X-Fal-Webhook-User-Id", "u-1",
                "X-Fal-Webhook-Timestamp", timestamp, "X-Fal-Webhook-Signature",
                HexFormat.of().formatHex(signer.sign())};
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String publicKey() {
        var encoded = KEYS.getPublic().getEncoded();
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    }
}
