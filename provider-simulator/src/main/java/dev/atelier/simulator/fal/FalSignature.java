package dev.atelier.simulator.fal;

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

import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Ed25519 over id, user, time and the body's digest, with a key that is new at each start. */
@Component
class FalSignature {

    private static final int KEY_BYTES = 32;
    private static final String USER = "simulated-user";

    private final JsonMapper mapper;
    private final KeyPair keys;

    FalSignature(JsonMapper mapper) throws GeneralSecurityException {
        this.mapper = mapper;
        this.keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }

    Map<String, String> headers(String requestId, String body) {
        var timestamp = String.valueOf(Instant.now().getEpochSecond());
        try {
            var digest = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8)));
            var signature = Signature.getInstance("Ed25519");
            signature.initSign(keys.getPrivate());
            signature.update(String.join("\n", requestId, USER, timestamp, digest).getBytes(StandardCharsets.UTF_8));
            return Map.of("X-Fal-Webhook-Request-Id", requestId, "X-Fal-Webhook-User-Id", USER,
                    "X-Fal-Webhook-Timestamp", timestamp, "X-Fal-Webhook-Signature",
                    HexFormat.of().formatHex(signature.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has Ed25519 and SHA-256", e);
        }
    }

    /** The public key as it is published; its raw form is the end of the X.509 one. */
    ObjectNode jwks() {
        var encoded = keys.getPublic().getEncoded();
        var raw = Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length);
        var jwks = mapper.createObjectNode();
        jwks.putArray("keys")
                .addObject()
                .put("kty", "OKP")
                .put("crv", "Ed25519")
                .put("x", Base64.getUrlEncoder().withoutPadding().encodeToString(raw));
        return jwks;
    }
}
