package dev.atelier.api.webhooks.signature;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.springframework.stereotype.Component;

import dev.atelier.credential.Secret;

/**
 * HMAC-SHA256 over the timestamp (Unix seconds), a dot, and the whole body, in hex. Timestamp and signature share one header,
 * {@code t=1789000060,v0=9f86d0…}; several signatures may stand there while a secret is being replaced. How their parts are
 * named, and how old a callback may be, the catalog says.
 */
@Component
final class HmacTimestampBody implements SignatureScheme {
    private static final String USUAL_TOLERANCE = "PT5M";

    @Override
    public String name() {
        return "hmac-timestamp-body";
    }

    @Override
    public Set<String> headers(Map<String, String> parameters) {
        var header = parameters.get("signatureHeader");
        return header == null ? Set.of() : Set.of(header.toLowerCase(Locale.ROOT));
    }

    @Override
    public Verdict judge(SignedCallback callback, Map<String, String> parameters, List<Secret> keys) {
        var header = callback.header(parameters.get("signatureHeader"));
        if (header.isEmpty()) {
            return new Verdict.Refused("the signature is missing");
        }
        var timestamp = parts(header.get(), parameters.getOrDefault("timestampKey", "t")).findFirst();
        var signatures = parts(header.get(), parameters.getOrDefault("signatureKey", "v1"))
                .map(it -> it.getBytes(StandardCharsets.UTF_8))
                .toList();
        if (timestamp.isEmpty() || signatures.isEmpty()) {
            return new Verdict.Refused("its header has no timestamp or no signature");
        }
        var tolerance = Duration.parse(parameters.getOrDefault("tolerance", USUAL_TOLERANCE));
        if (age(timestamp, callback.receivedAt()).filter(it -> it.compareTo(tolerance) <= 0).isEmpty()) {
            return new Verdict.Refused("its timestamp is not within " + tolerance + " of now");
        }
        boolean genuine = false;
        for (var key : keys) {
            var expected = signature(key, timestamp.get() + "." + callback.body());
            for (var given : signatures) {
                genuine |= MessageDigest.isEqual(expected, given);
            }
        }
        return genuine ? new Verdict.Genuine() : new Verdict.Refused("no key of ours made its signature");
    }

    private static Stream<String> parts(String header, String name) {
        return SignedCallback.split(header)
                .filter(it -> it.startsWith(name + "="))
                .map(it -> it.substring(name.length() + 1).strip());
    }

    private static Optional<Duration> age(Optional<String> timestamp, Instant receivedAt) {
        try {
            return timestamp.map(it -> Duration.between(Instant.ofEpochSecond(Long.parseLong(it)), receivedAt).abs());
        } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
            return Optional.empty(); // no moment at all, so not a recent one
        }
    }

    private static byte[] signature(Secret key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.bytes(), "HmacSHA256"));
            return HexFormat.of()
                    .formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)))
                    .getBytes(StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
