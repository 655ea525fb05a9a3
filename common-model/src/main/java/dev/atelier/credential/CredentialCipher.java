package dev.atelier.credential;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

import dev.atelier.catalog.ProviderId;
import dev.atelier.user.UserId;

/**
 * Encrypts users' provider keys with AES-256-GCM. Owner and provider are authenticated with each text, so a row that is copied
 * to another user or provider cannot be read. Safe for use by many threads.
 */
public final class CredentialCipher {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Map<String, SecretKey> keys;
    private final @Nullable String activeKey;
    private final SecureRandom random = new SecureRandom();

    public CredentialCipher(CredentialProperties properties) {
        keys = properties.keys()
                .entrySet()
                .stream()
                .collect(
                        Collectors.toUnmodifiableMap(Map.Entry::getKey, it -> key(it.getKey(), it.getValue())));
        activeKey = properties.activeKey();
    }

    /** Nonce, ciphertext and tag in one, with the id of the key that opens it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, only carried
    public record Encrypted(String keyId, byte[] ciphertext) {}

    /** Whether there is a key to encrypt with; without one, users cannot store credentials. */
    public boolean isReady() {
        return activeKey != null;
    }

    /** @throws IllegalStateException when no active key is configured */
    public Encrypted encrypt(UserId owner, ProviderId provider, Secret plain) {
        if (activeKey == null) {
            throw new IllegalStateException("atelier.credentials.active-key is not set");
        }
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        var text = run(Cipher.ENCRYPT_MODE, activeKey, nonce, owner, provider, plain.bytes());
        return new Encrypted(activeKey,
                ByteBuffer.allocate(nonce.length + text.length).put(nonce).put(text).array());
    }

    /** @throws IllegalStateException when the key is not configured here, or the text is not what was encrypted */
    public Secret decrypt(UserId owner, ProviderId provider, Encrypted encrypted) {
        var bytes = ByteBuffer.wrap(encrypted.ciphertext());
        if (bytes.remaining() <= NONCE_BYTES) {
            throw new IllegalStateException("the stored credential is too short to be one");
        }
        var nonce = new byte[NONCE_BYTES];
        bytes.get(nonce);
        var text = new byte[bytes.remaining()];
        bytes.get(text);
        return new Secret(new String(run(Cipher.DECRYPT_MODE, encrypted.keyId(), nonce, owner, provider, text),
                StandardCharsets.UTF_8));
    }

    private byte[] run(int mode, String keyId, byte[] nonce, UserId owner, ProviderId provider, byte[] text) {
        var key = keys.get(keyId);
        if (key == null) {
            throw new IllegalStateException("the credential is encrypted with key '" + keyId
                    + "', which is not in atelier.credentials.keys");
        }
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD((owner + "/" + provider).getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the credential cannot be "
                    + (mode == Cipher.ENCRYPT_MODE ? "encrypted" : "decrypted") + " with key '" + keyId + "'", e);
        }
    }

    private static SecretKey key(String id, Secret base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64.value());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("atelier.credentials.keys." + id + " is not Base64", e);
        }
        if (bytes.length != 32) {
            throw new IllegalArgumentException("atelier.credentials.keys." + id + " has " + bytes.length
                    + " bytes; AES-256 takes 32 (make one with: openssl rand -base64 32)");
        }
        return new SecretKeySpec(bytes, "AES");
    }
}
