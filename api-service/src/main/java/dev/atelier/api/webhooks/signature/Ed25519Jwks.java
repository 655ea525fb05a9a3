package dev.atelier.api.webhooks.signature;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

import dev.atelier.credential.Secret;

/**
 * An Ed25519 signature in hex over four lines: the request's id, the user's id, the timestamp (Unix seconds), and the SHA-256 of
 * the whole body in hex. The body is covered, so what it says is believed; therefore nothing passes unverified, even where the
 * operator has set no key. The public keys are the operator's (a JWK set, a JWK, or a raw key in base64url, or an address that has a
 * set of them) or else those at the address that the catalog names as {@code jwksUrl}.
 */
@Component
final class Ed25519Jwks implements SignatureScheme, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Ed25519Jwks.class);
    private static final int SIGNATURE_BYTES = 64;
    private static final Duration LONGEST_FETCH = Duration.ofSeconds(3);

    private final InstantSource clock;
    private final Duration longestFetch;
    private final HttpClient client;
    private final Map<Secret, List<PublicKey>> read = new ConcurrentHashMap<>();
    private final Map<String, Optional<KeySet>> sets = new ConcurrentHashMap<>();

    @Autowired
    Ed25519Jwks() {
        this(InstantSource.system(), LONGEST_FETCH);
    }

    Ed25519Jwks(InstantSource clock, Duration longestFetch) {
        this.clock = clock;
        this.longestFetch = longestFetch;
        this.client = HttpClient.newBuilder()
                .connectTimeout(longestFetch)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    @Override
    public String name() {
        return "ed25519-jwks";
    }

    @Override
    public Set<String> headers(Map<String, String> parameters) {
        return Stream.of(Header.values()).map(it -> it.name(parameters)).collect(Collectors.toSet());
    }

    @Override
    public boolean isAlwaysRequired() {
        return true;
    }

    @Override
    public Verdict judge(SignedCallback callback, Map<String, String> parameters, List<Secret> keys) {
        var lines = new ArrayList<String>();
        for (var header : Header.values()) {
            var value = callback.header(header.name(parameters)).map(String::strip).filter(it -> !it.isEmpty());
            if (value.isEmpty()) {
                return new Verdict.Refused("its header " + header.name(parameters) + " is missing");
            }
            lines.add(value.get());
        }
        if (!callback.isTimely(lines.get(Header.TIMESTAMP.ordinal()))) {
            return new Verdict.Refused("its timestamp is not within " + SignedCallback.TOLERANCE + " of now");
        }
        var idPaths = parameters.getOrDefault("idPaths", "");
        if (!idPaths.isEmpty() && !callback.text(idPaths).equals(Optional.of(lines.getFirst()))) {
            return new Verdict.Refused("the id in its header is not the one in its body");
        }
        var signature = signature(lines.set(Header.SIGNATURE.ordinal(), sha256(callback.body())));
        if (signature.isEmpty()) {
            return new Verdict.Refused("its signature is not " + SIGNATURE_BYTES + " bytes in hex");
        }
        var message = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        return keys.isEmpty()
                ? judge(message, signature.get(), List.of(), Optional.ofNullable(parameters.get("jwksUrl")).stream())
                : judge(message, signature.get(), keys.stream().flatMap(it -> ofOperator(it).stream()).toList(),
                        keys.stream().map(Secret::value).filter(Ed25519Jwks::isAddress));
    }

    private Verdict judge(byte[] message, byte[] signature, List<PublicKey> given, Stream<String> addresses) {
        if (isSigned(message, signature, given)) {
            return new Verdict.Genuine();
        }
        for (var address : addresses.toList()) {
            var set = sets.computeIfAbsent(address, this::keySet);
            if (set.isPresent() && isSigned(message, signature, set.get())) {
                return new Verdict.Genuine();
            }
        }
        return new Verdict.Refused("no key that is known fits its signature");
    }

    private Optional<KeySet> keySet(String address) {
        try {
            return Optional.of(new KeySet(URI.create(address.strip()), client, clock, longestFetch));
        } catch (IllegalArgumentException e) {
            log.error("'{}' is no address of a key set and fits no callback: {}", address, e.getMessage());
            return Optional.empty();
        }
    }

    private static boolean isSigned(byte[] message, byte[] signature, KeySet set) {
        var known = set.current();
        if (isSigned(message, signature, known.keys())) {
            return true;
        }
        var newer = set.after(known);
        return !newer.equals(known) && isSigned(message, signature, newer.keys());
    }

    private static boolean isAddress(String key) {
        return key.strip().matches("https?://\\S+");
    }

    private List<PublicKey> ofOperator(Secret key) {
        return read.computeIfAbsent(key, it -> {
            var keys = isAddress(it.value()) ? List.<PublicKey>of() : Ed25519Keys.read(it.value());
            if (keys.isEmpty() && !isAddress(it.value())) {
                log.error("a webhook key is no JWK set, no JWK and no base64url of an Ed25519 public key, and fits no"
                        + " callback");
            }
            return keys;
        });
    }

    private static Optional<byte[]> signature(String hex) {
        try {
            return Optional.of(HexFormat.of().parseHex(hex)).filter(it -> it.length == SIGNATURE_BYTES);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static boolean isSigned(byte[] message, byte[] signature, List<PublicKey> keys) {
        boolean genuine = false;
        for (var key : keys) {
            genuine |= isSigned(message, signature, key);
        }
        return genuine;
    }

    private static boolean isSigned(byte[] message, byte[] signature, PublicKey key) {
        try {
            var verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (SignatureException | InvalidKeyException _) {
            return false; // no point of the curve, in the one or the other
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has Ed25519", e);
        }
    }

    private static String sha256(String body) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    /** In the order of the signed lines; the body's digest stands in the place of the signature. */
    private enum Header {
        REQUEST_ID("requestIdHeader", "X-Fal-Webhook-Request-Id"),
        USER_ID("userIdHeader", "X-Fal-Webhook-User-Id"),
        TIMESTAMP("timestampHeader", "X-Fal-Webhook-Timestamp"),
        SIGNATURE("signatureHeader", "X-Fal-Webhook-Signature");

        private final String parameter;
        private final String usual;

        Header(String parameter, String usual) {
            this.parameter = parameter;
            this.usual = usual;
        }

        /** In lower case. */
        String name(Map<String, String> parameters) {
            return parameters.getOrDefault(parameter, usual).toLowerCase(Locale.ROOT);
        }
    }
}
