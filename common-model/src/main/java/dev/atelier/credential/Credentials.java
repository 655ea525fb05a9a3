package dev.atelier.credential;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import com.fasterxml.uuid.Generators;
import org.springframework.jdbc.core.simple.JdbcClient;

import dev.atelier.catalog.ProviderId;
import dev.atelier.persistence.SqlArrays;
import dev.atelier.user.UserId;

/** Users' own provider keys: stored encrypted, and handed out only to call that provider for that user. */
public final class Credentials {
    private final JdbcClient jdbc;
    private final CredentialCipher cipher;

    public Credentials(JdbcClient jdbc, CredentialCipher cipher) {
        this.jdbc = jdbc;
        this.cipher = cipher;
    }

    /** That there is a key, and since when; never the key. */
    public record Stored(ProviderId provider, Instant createdAt, Instant updatedAt) {}

    /**
     * Stores or replaces the user's key for the provider.
     *
     * @throws IllegalStateException when no encryption key is configured
     */
    public Stored put(UserId user, ProviderId provider, Secret key) {
        var encrypted = cipher.encrypt(user, provider, key);
        return jdbc.sql("""
                insert into user_provider_credentials (id, user_id, provider_id, key_id, ciphertext)
                values (:id, :user, :provider, :keyId, :ciphertext)
                on conflict (user_id, provider_id) do update
                   set key_id = excluded.key_id, ciphertext = excluded.ciphertext, updated_at = now()
                returning created_at, updated_at""")
                .param("id", Generators.timeBasedEpochGenerator().generate())
                .param("user", user.value())
                .param("provider", provider.rowId())
                .param("keyId", encrypted.keyId())
                .param("ciphertext", encrypted.ciphertext())
                .query((row, n) -> new Stored(provider, instant(row, "created_at"), instant(row, "updated_at")))
                .single();
    }

    public List<Stored> list(UserId user) {
        return jdbc.sql("""
                select p.code, c.created_at, c.updated_at
                  from user_provider_credentials c join ai_providers p on p.id = c.provider_id
                 where c.user_id = :user order by p.code""")
                .param("user", user.value())
                .query((row, n) -> new Stored(new ProviderId(row.getString("code")), instant(row, "created_at"),
                        instant(row, "updated_at")))
                .list();
    }

    public Optional<Stored> find(UserId user, ProviderId provider) {
        return list(user).stream().filter(it -> it.provider().equals(provider)).findFirst();
    }

    /** False: there was none. */
    public boolean delete(UserId user, ProviderId provider) {
        return jdbc.sql("delete from user_provider_credentials where user_id = :user and provider_id = :provider")
                .param("user", user.value())
                .param("provider", provider.rowId())
                .update() == 1;
    }

    /** Whose key, and for which provider. */
    public record Owner(UserId user, ProviderId provider) {}

    /**
     * The keys themselves, for calling the providers, by one statement. Each is decrypted when it is asked for.
     *
     * @return for each owner, in their order: the key, or empty when there is none; it throws {@link IllegalStateException} when
     *     one is stored but cannot be decrypted here
     */
    public List<Supplier<Optional<Secret>>> reveal(List<Owner> owners) {
        return jdbc.sql("""
                select key_id, ciphertext
                  from unnest(cast(:users as uuid[]), cast(:providers as uuid[])) with ordinality
                       as asked (of_user, of_provider, n)
                  left join user_provider_credentials on user_id = of_user and provider_id = of_provider
                 order by n""")
                .param("users", SqlArrays.of(owners, it -> it.user().value()))
                .param("providers", SqlArrays.of(owners, it -> it.provider().rowId()))
                .query((row, n) -> {
                    var keyId = row.getString("key_id");
                    var owner = owners.get(n);
                    return keyId == null
                            ? (Supplier<Optional<Secret>>) Optional::<Secret>empty
                            : revealing(owner, new CredentialCipher.Encrypted(keyId, row.getBytes("ciphertext")));
                })
                .list();
    }

    private Supplier<Optional<Secret>> revealing(Owner owner, CredentialCipher.Encrypted encrypted) {
        return () -> Optional.of(cipher.decrypt(owner.user(), owner.provider(), encrypted));
    }

    /** The key itself of one. */
    public Optional<Secret> reveal(UserId user, ProviderId provider) {
        return reveal(List.of(new Owner(user, provider))).getFirst().get();
    }

    private static Instant instant(java.sql.ResultSet row, String column) throws java.sql.SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
