package dev.atelier.simulator.geminigen;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.pem.PemContent;
import org.springframework.stereotype.Component;

/** RSA over SHA-256 over the 16 bytes of an MD5: the vendor's own scheme. */
@Component
class WebhookSignature {

    private static final int NEW_KEY_BITS = 2048;

    private final RSAPrivateCrtKey key;

    WebhookSignature(GeminigenProperties properties) throws GeneralSecurityException, IOException {
        this.key = key(properties.signingKey());
    }

    /** In hex, as it stands in the header. */
    String of(String text) {
        try {
            var md5 = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(md5);
            return HexFormat.of().formatHex(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that signs nothing", e);
        }
    }

    /** What the dashboard lets one download. */
    String publicKeyPem() {
        try {
            var publicKey = KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
            return "-----BEGIN PUBLIC KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(publicKey.getEncoded())
                    + "\n-----END PUBLIC KEY-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a private key without a public one", e);
        }
    }

    private static RSAPrivateCrtKey key(@Nullable String configured) throws GeneralSecurityException, IOException {
        PrivateKey key;
        if (configured == null || configured.isBlank()) {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(NEW_KEY_BITS);
            key = generator.generateKeyPair().getPrivate();
        } else {
            key = (PemContent.isPresentInText(configured)
                    ? PemContent.of(configured)
                    : PemContent.load(Path.of(configured))).getPrivateKey();
        }
        if (key instanceof RSAPrivateCrtKey rsa) {
            return rsa;
        }
        throw new GeneralSecurityException("atelier.simulator.geminigen.signing-key is no RSA private key");
    }
}
