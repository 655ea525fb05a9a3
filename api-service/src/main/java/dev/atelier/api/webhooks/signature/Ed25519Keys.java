package dev.atelier.api.webhooks.signature;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads Ed25519 public keys in the forms in which they are handed out. */
final class Ed25519Keys {
    /** A set that is longer is no set of a provider's, and each key of it would be tried. */
    private static final int MOST = 16;
    private static final int LENGTH = 32;
    /** What X.509 puts before the 32 bytes. */
    private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final JsonMapper JSON = JsonMapper.shared();

    private Ed25519Keys() {}

    /**
     * The keys in a JWK set, in one JWK, or in the base64url of a raw key. What is no Ed25519 key is left out, so that a provider may
     * add other kinds to its set.
     */
    static List<PublicKey> read(String text) {
        var stripped = text.strip();
        return stripped.startsWith("{")
                ? jwks(stripped).flatMap(it -> key(it).stream()).limit(MOST).toList()
                : raw(stripped).stream().toList();
    }

    private static Stream<JsonNode> jwks(String json) {
        try {
            var tree = JSON.readTree(json);
            return tree.path("keys").isArray() ? tree.path("keys").valueStream() : Stream.of(tree);
        } catch (JacksonException _) {
            return Stream.empty();
        }
    }

    /** Its kind may be left out, as long as it is not another one. */
    private static Optional<PublicKey> key(JsonNode jwk) {
        boolean fits = jwk.path("kty").asString("OKP").equals("OKP")
                && jwk.path("crv").asString("Ed25519").equals("Ed25519");
        return Optional.of(jwk.path("x")).filter(it -> fits && it.isString()).flatMap(it -> raw(it.stringValue()));
    }

    /** Padding may be there or not. */
    private static Optional<PublicKey> raw(String base64url) {
        try {
            var bytes = Base64.getUrlDecoder().decode(base64url.strip().replaceAll("=+$", ""));
            if (bytes.length != LENGTH) {
                return Optional.empty();
            }
            var encoded = Arrays.copyOf(X509, X509.length + LENGTH);
            System.arraycopy(bytes, 0, encoded, X509.length, LENGTH);
            return Optional.of(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
        } catch (IllegalArgumentException | GeneralSecurityException _) {
            return Optional.empty(); // not base64url, or no point of the curve
        }
    }
}
