package dev.atelier.api.webhooks.signature;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import dev.atelier.credential.Secret;

/**
 * Standard Webhooks: HMAC-SHA256 over the message's id, its timestamp (Unix seconds) and the whole body, joined by dots, in
 * Base64 after {@code v1,}. The header holds several while a secret is being replaced, and one that fits is enough. The body is
 * covered, so what it says may be believed.
 */
@Component
final class StandardWebhooks implements SignatureScheme {
    private static final Logger log = LoggerFactory.getLogger(StandardWebhooks.class);
    private static final String VERSION = "v1,";
    private static final String SECRET = "whsec_";

    private final Map<Secret, List<SecretKeySpec>> read = new ConcurrentHashMap<>();

    @Override
    public String name() {
        return "standard-webhooks";
    }

    @Override
    public Set<String> headers(Map<String, String> parameters) {
        return Stream.of(idHeader(parameters), timestampHeader(parameters), signatureHeader(parameters))
                .map(it -> it.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    @Override
    public Verdict judge(SignedCallback callback, Map<String, String> parameters, List<Secret> keys) {
        var id = callback.header(idHeader(parameters));
        var timestamp = callback.header(timestampHeader(parameters));
        var signatures = callback.header(signatureHeader(parameters));
        if (id.isEmpty() || timestamp.isEmpty() || signatures.isEmpty()) {
            return new Verdict.Refused("the signature, its id or its timestamp is missing");
        }
        if (!callback.isTimely(timestamp.get())) {
            return new Verdict.Refused("its timestamp is not within " + SignedCallback.TOLERANCE + " of now");
        }
        var given = ofThisVersion(signatures.get());
        if (given.isEmpty()) {
            return new Verdict.Refused("none of its signatures begins with '" + VERSION + "'");
        }
        var text = (id.get() + "." + timestamp.get() + "." + callback.body()).getBytes(StandardCharsets.UTF_8);
        boolean genuine = false;
        for (var key : keys) {
            for (var mine : read.computeIfAbsent(key, StandardWebhooks::read)) {
                var expected = signature(mine, text);
                for (var one : given) {
                    genuine |= MessageDigest.isEqual(expected, one);
                }
            }
        }
        return genuine ? new Verdict.Genuine() : new Verdict.Refused("no key of ours made its signature");
    }

    private static String idHeader(Map<String, String> parameters) {
        return parameters.getOrDefault("idHeader", "webhook-id");
    }

    private static String timestampHeader(Map<String, String> parameters) {
        return parameters.getOrDefault("timestampHeader", "webhook-timestamp");
    }

    private static String signatureHeader(Map<String, String> parameters) {
        return parameters.getOrDefault("signatureHeader", "webhook-signature");
    }

    /** Separated by spaces; by commas as well where there were several headers of that name. */
    private static List<byte[]> ofThisVersion(String signatures) {
        return Arrays.stream(signatures.split("\\s+", -1))
                .filter(it -> it.startsWith(VERSION))
                .map(it -> it.substring(VERSION.length()).replaceFirst(",$", ""))
                .map(it -> it.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    private static byte[] signature(SecretKeySpec key, byte[] text) {
        try {
            var mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            return Base64.getEncoder().encode(mac.doFinal(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    /**
     * What follows {@code whsec_} is Base64. Without that prefix programs disagree: some take the text for Base64, others for the
     * key itself; whoever signs knows the secret either way, so both fit.
     */
    private static List<SecretKeySpec> read(Secret secret) {
        if (!secret.value().startsWith(SECRET)) {
            return Stream.concat(decoded(secret.value()).stream(), Stream.of(secret.bytes()))
                    .map(StandardWebhooks::key)
                    .toList();
        }
        var key = decoded(secret.value().substring(SECRET.length()));
        if (key.isEmpty()) {
            log.error("a webhook key begins with '{}', but what follows is no Base64: it fits no callback", SECRET);
        }
        return key.stream().map(StandardWebhooks::key).toList();
    }

    private static Optional<byte[]> decoded(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64.strip())).filter(it -> it.length > 0);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static SecretKeySpec key(byte[] bytes) {
        return new SecretKeySpec(bytes, "HmacSHA256");
    }
}
