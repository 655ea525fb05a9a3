package dev.atelier.api.security;

import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

import dev.atelier.api.TestApi;
import dev.atelier.api.TestApi.Answer;
import dev.atelier.credential.Secret;
import dev.atelier.user.Users;

import static org.assertj.core.api.Assertions.assertThat;

class SecurityTest {
    private static final String MODELS = "/api/v1/models";

    private final TestApi api = TestApi.shared();

    @ParameterizedTest
    @ValueSource(strings = {MODELS, "/api/v1/credentials", "/api/v1/generate/jobs/x", "/api/v1/nothing",
        "/api/nothing"})
    void nobody_gets_nothing(String path) {
        isUnauthenticated(TestApi.anonymously(api.request(path).GET()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer wrong", "Bearer ", "Bearer", "Basic dTpw", "annas-key-0123456789", ""})
    void a_wrong_key_gets_nothing(String authorization) {
        isUnauthenticated(api.get(MODELS, "Authorization", authorization));
    }

    @Test
    void the_name_of_the_scheme_is_in_any_case() {
        assertThat(api.get(MODELS, "Authorization", "bearer " + TestApi.ANNAS_KEY).status()).isEqualTo(200);
    }

    @Test
    void an_expired_key_gets_nothing() {
        newKey("expired-key-123");
        api.bean(JdbcClient.class)
                .sql("update api_keys set expires_at = now() where name = 'expired-key-123'")
                .update();
        isUnauthenticated(api.get(MODELS, "Authorization", "Bearer expired-key-123"));
    }

    @Test
    void a_known_key_costs_no_look_up() {
        newKey("cached-key-123");
        assertThat(api.get(MODELS, "Authorization", "Bearer cached-key-123").status()).isEqualTo(200);
        api.bean(JdbcClient.class).sql("delete from api_keys where name = 'cached-key-123'").update();
        assertThat(api.get(MODELS, "Authorization", "Bearer cached-key-123").status()).isEqualTo(200);
    }

    @Test
    void a_header_is_not_believed_unless_the_operator_says_so() {
        isUnauthenticated(TestApi.anonymously(api.request(MODELS).GET(), "x-user-id", UUID.randomUUID().toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v3/api-docs", "/swagger-ui/index.html"})
    void documentation_is_public(String path) {
        assertThat(TestApi.anonymously(api.request(path).GET()).status()).isEqualTo(200);
        assertThat(api.get(path, "Authorization", "Bearer wrong").status()).isEqualTo(200);
    }

    @Test
    void there_is_no_session() {
        assertThat(api.get(MODELS).header("Set-Cookie")).isEmpty();
    }

    private void newKey(String key) {
        api.bean(Users.class).ensureApiKey(TestApi.ANNA, key, new Secret(key));
    }

    private static void isUnauthenticated(Answer answer) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("unauthenticated");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    }
}
