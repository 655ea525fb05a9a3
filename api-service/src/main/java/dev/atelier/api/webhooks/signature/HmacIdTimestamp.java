package dev.atelier.api.webhooks.signature;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.springframework.stereotype.Component;

import dev.atelier.credential.Secret;

/**
 * HMAC-SHA256 over the id in the body, a dot, and the timestamp (Unix seconds), in Base64. The rest of the body is not covered,
 * so such a callback is a trigger and never the truth.
 */
@Component
final class HmacIdTimestamp implements SignatureScheme {
    @Override
    public String name() {
        return "hmac-id-timestamp";
    }

    @Override
    public Set<String> headers(Map<String, String> parameters) {
        return Stream.of("signatureHeader", "timestampHeader")
                .map(parameters::get)
                .filter(java.util.Objects::nonNull)
                .map(it -> it.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    @Override
    public Verdict judge(SignedCallback callback, Map<String, String> parameters, List<Secret> keys) {
        var signature = callback.header(parameters.get("signatureHeader"));
        var timestamp = callback.header(parameters.get("timestampHeader"));
        if (signature.isEmpty() || timestamp.isEmpty()) {
            return new Verdict.Refused("the signature or its timestamp is missing");
        }
        if (!callback.isTimely(timestamp.get())) {
            return new Verdict.Refused("its timestamp is not within " + SignedCallback.TOLERANCE + " of now");
        }
        var id = callback.text(parameters.getOrDefault("idPaths", ""));
        if (id.isEmpty()) {
            return new Verdict.Refused("its body has no id where one is signed");
        }
        var given = signature.get().getBytes(StandardCharsets.UTF_8);
        boolean genuine = false;
        for (var key : keys) {
            genuine |= MessageDigest.isEqual(signature(key, id.get() + "." + timestamp.get()), given);
        }
        return genuine ? new Verdict.Genuine() : new Verdict.Refused("no key of ours made its signature");
    }

    private static byte[] signature(Secret key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.bytes(), "HmacSHA256"));
            return Base64.getEncoder().encode(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
