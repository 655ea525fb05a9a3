package dev.atelier.user;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.UUID;

import com.fasterxml.uuid.Generators;
import org.springframework.jdbc.core.simple.JdbcClient;

import dev.atelier.credential.Secret;

/** Users and their API keys. A key is stored as its SHA-256: it is long and random, so a slow hash would only cost time. */
public final class Users {
    private final JdbcClient jdbc;

    public Users(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Whose key this is, when it is neither revoked nor expired. */
    public Optional<UserId> findByApiKey(Secret key) {
        return jdbc.sql("""
                select user_id from api_keys
                 where key_hash = :hash and revoked_at is null and (expires_at is null or expires_at > now())""")
                .param("hash", sha256(key))
                .query((row, n) -> new UserId(row.getObject("user_id", UUID.class)))
                .optional();
    }

    /** Makes sure that there is such a user. Called again, it changes nothing. */
    public void ensure(UserId user, String name) {
        jdbc.sql("insert into users (id, name) values (:id, :name) on conflict (id) do nothing")
                .param("id", user.value())
                .param("name", name)
                .update();
    }

    /** Makes sure that the user has this key. Called again, it changes nothing. */
    public void ensureApiKey(UserId user, String name, Secret key) {
        jdbc.sql("""
                insert into api_keys (id, user_id, name, key_hash) values (:id, :user, :name, :hash)
                on conflict (key_hash) do nothing""")
                .param("id", Generators.timeBasedEpochGenerator().generate())
                .param("user", user.value())
                .param("name", name)
                .param("hash", sha256(key))
                .update();
    }

    private static byte[] sha256(Secret key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.value().getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
