package dev.atelier.simulator.replicate;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.springframework.stereotype.Component;

/** Standard Webhooks: an HMAC over the message's id, the time and the body. */
@Component
class ReplicateSignature {

    private static final String PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";

    private final String secret;

    ReplicateSignature(ReplicateProperties properties) {
        this.secret = properties.webhookSecret() == null ? drawn() : properties.webhookSecret();
        if (!secret.startsWith(PREFIX)) {
            throw new IllegalArgumentException("atelier.simulator.replicate.webhook-secret begins with " + PREFIX);
        }
    }

    String secret() {
        return secret;
    }

    /** @param messageId the same whenever the message is sent again */
    Map<String, String> headers(String messageId, String body) {
        var timestamp = String.valueOf(Instant.now().getEpochSecond());
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring(PREFIX.length())), ALGORITHM));
            var signature = mac.doFinal((messageId + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8));
            return Map.of("webhook-id", messageId, "webhook-timestamp", timestamp, "webhook-signature",
                    "v1," + Base64.getEncoder().encodeToString(signature));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    private static String drawn() {
        var bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return PREFIX + Base64.getEncoder().encodeToString(bytes);
    }
}
