package dev.atelier.api.webhooks.signature;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import dev.atelier.credential.Secret;

/**
 * An RSA signature (PKCS#1 v1.5, SHA-256) in hex over the MD5 of a text. Which text is signed is a list, tried in order: a JSON
 * pointer into the body, or {@code body}. The keys are the provider's public keys in PEM. There is no timestamp: a replay is
 * told by the event's id.
 */
@Component
final class RsaMd5 implements SignatureScheme {
    private static final Logger log = LoggerFactory.getLogger(RsaMd5.class);

    private final Map<Secret, Optional<PublicKey>> parsed = new ConcurrentHashMap<>();

    @Override
    public String name() {
        return "rsa-md5";
    }

    @Override
    public Set<String> headers(Map<String, String> parameters) {
        var header = parameters.get("signatureHeader");
        return header == null ? Set.of() : Set.of(header.toLowerCase(Locale.ROOT));
    }

    @Override
    public Verdict judge(SignedCallback callback, Map<String, String> parameters, List<Secret> keys) {
        var hex = callback.header(parameters.get("signatureHeader"));
        if (hex.isEmpty()) {
            return new Verdict.Refused("the signature is missing");
        }
        byte[] signature;
        try {
            signature = HexFormat.of().parseHex(hex.get().strip());
        } catch (IllegalArgumentException e) {
            return new Verdict.Refused("its signature is not in hex");
        }
        for (var source : SignedCallback.split(parameters.getOrDefault("signedTexts", "body")).toList()) {
            var text = source.equals("body") ? Optional.of(callback.body()) : callback.textAt(source);
            if (text.isPresent() && keys.stream().anyMatch(it -> isSigned(text.get(), signature, it))) {
                log.debug("the signature covers {}", source);
                return new Verdict.Genuine();
            }
        }
        return new Verdict.Refused("no key of ours fits its signature");
    }

    private boolean isSigned(String text, byte[] signature, Secret pem) {
        var key = parsed.computeIfAbsent(pem, RsaMd5::publicKey);
        if (key.isEmpty()) {
            return false;
        }
        try {
            var verifier = Signature.getInstance("SHA256withRSA");
            verifier.initVerify(key.get());
            verifier.update(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
            return verifier.verify(signature);
        } catch (SignatureException e) {
            return false; // not even of the right length
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA256withRSA and MD5", e);
        }
    }

    /** Line breaks may have become {@code \n} on the way through an environment variable. */
    private static Optional<PublicKey> publicKey(Secret pem) {
        var base64 = pem.value().replaceAll("-----(BEGIN|END) PUBLIC KEY-----", "").replaceAll("\\\\n|\\s", "");
        try {
            return Optional.of(KeyFactory.getInstance("RSA")
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64))));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            log.error(
                    "a webhook key is no RSA public key in PEM ('-----BEGIN PUBLIC KEY-----') and fits no callback: {}",
                    e.getMessage());
            return Optional.empty();
        }
    }
}
