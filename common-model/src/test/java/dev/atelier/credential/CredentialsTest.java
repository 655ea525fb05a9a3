package dev.atelier.credential;

import java.util.Base64;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import dev.atelier.TestSchema;
import dev.atelier.catalog.ProviderId;
import dev.atelier.user.UserId;
import dev.atelier.user.Users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CredentialsTest {
    private static final TestSchema SCHEMA = TestSchema.create();
    private static final ProviderId KIE = new ProviderId("kie");
    private static final ProviderId GEMINIGEN = new ProviderId("geminigen");
    private static final Secret KEY = new Secret("sk-my-own-key");

    private final CredentialCipher cipher = cipher("new", Map.of("old", key(1), "new", key(2)));
    private final Credentials credentials = new Credentials(SCHEMA.jdbc(), cipher);
    private final UserId user = new UserId(UUID.randomUUID());

    @Test
    void a_key_comes_back_as_it_was_stored_and_is_not_readable_in_its_row() {
        new Users(SCHEMA.jdbc()).ensure(user, "u");
        credentials.put(user, KIE, KEY);
        assertThat(credentials.reveal(user, KIE)).contains(KEY);
        assertThat(credentials.reveal(user, GEMINIGEN)).isEmpty();
        assertThat(SCHEMA.rows("select encode(ciphertext, 'escape') as c from user_provider_credentials")
                .toString()).doesNotContain("sk-my");
        assertThat(credentials.list(user)).singleElement().satisfies(it -> assertThat(it.provider()).isEqualTo(KIE));
        assertThat(credentials.delete(user, KIE)).isTrue();
        assertThat(credentials.delete(user, KIE)).isFalse();
    }

    @Test
    void a_row_copied_to_another_user_or_provider_cannot_be_read() {
        var encrypted = cipher.encrypt(user, KIE, KEY);
        assertThatThrownBy(() -> cipher.decrypt(user, GEMINIGEN, encrypted)).isInstanceOf(
                IllegalStateException.class);
        assertThatThrownBy(() -> cipher.decrypt(new UserId(UUID.randomUUID()), KIE, encrypted))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void an_old_key_still_opens_what_it_closed() {
        var before = cipher("old", Map.of("old", key(1)));
        assertThat(cipher.decrypt(user, KIE, before.encrypt(user, KIE, KEY))).isEqualTo(KEY);
        assertThat(cipher.encrypt(user, KIE, KEY).keyId()).isEqualTo("new");
    }

    @Test
    void a_key_of_the_wrong_size_is_refused_with_the_way_to_make_one() {
        assertThatThrownBy(() -> cipher("k", Map.of("k", new Secret("c2hvcnQ=")))).hasMessageContaining("32")
                .hasMessageContaining("openssl rand");
        assertThatThrownBy(() -> new CredentialProperties(Map.of(), "missing")).hasMessageContaining("missing");
    }

    @Test
    void a_secret_hides_itself() {
        assertThat(KEY + " " + new CredentialProperties(Map.of("k", KEY), null)).doesNotContain("sk-my");
    }

    private static CredentialCipher cipher(String active, Map<String, Secret> keys) {
        return new CredentialCipher(new CredentialProperties(keys, active));
    }

    private static Secret key(int seed) {
        var bytes = new byte[32];
        bytes[0] = (byte) seed;
        return new Secret(Base64.getEncoder().encodeToString(bytes));
    }
}
