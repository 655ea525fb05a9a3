package dev.atelier.api.credentials;

import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

import dev.atelier.api.TestApi;
import dev.atelier.catalog.ProviderId;
import dev.atelier.credential.Credentials;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class CredentialTest {
    private static final String KIE = "/api/v1/credentials/kie";
    private static final String KEY = "sk-very-secret-0123456789";

    private final TestApi api = TestApi.shared();

    @AfterEach
    void forget() {
        api.bean(JdbcClient.class).sql("delete from user_provider_credentials").update();
    }

    @Test
    void a_key_goes_in_and_never_comes_out(CapturedOutput output) {
        var put = put(KEY);
        assertThat(put.status()).isEqualTo(200);
        assertThat(put.at("/provider")).isEqualTo("kie");
        var found = api.get(KIE);
        assertThat(found.text()).isEqualTo(put.text());
        var list = api.get("/api/v1/credentials");
        assertThat(list.json().size()).isOne();
        assertThat(put.text() + found.text() + list.text() + output.getAll()).doesNotContain(KEY);
        assertThat(api.bean(JdbcClient.class)
                .sql("select encode(ciphertext, 'escape') from user_provider_credentials")
                .query(String.class)
                .single()).doesNotContain(KEY);
        assertThat(api.bean(Credentials.class).reveal(TestApi.ANNA, new ProviderId("kie")).orElseThrow().value())
                .isEqualTo(KEY);
    }

    @Test
    void a_second_key_replaces_the_first() {
        put(KEY);
        assertThat(put("another-secret").status()).isEqualTo(200);
        assertThat(api.bean(Credentials.class).reveal(TestApi.ANNA, new ProviderId("kie")).orElseThrow().value())
                .isEqualTo("another-secret");
    }

    @Test
    void a_key_is_its_owners_only() {
        put(KEY);
        var berts = api.get(KIE, "Authorization", TestApi.bearer(TestApi.BERTS_KEY));
        assertThat(berts.status()).isEqualTo(404);
        assertThat(berts.code()).isEqualTo("credential_not_found");
        assertThat(api.delete(KIE, "Authorization", TestApi.bearer(TestApi.BERTS_KEY)).status()).isEqualTo(404);
        assertThat(api.get(KIE).status()).isEqualTo(200);
    }

    @Test
    void a_deleted_key_is_gone() {
        put(KEY);
        var deleted = api.delete(KIE);
        assertThat(deleted.status()).isEqualTo(204);
        assertThat(deleted.text()).isEmpty();
        assertThat(api.delete(KIE).code()).isEqualTo("credential_not_found");
        assertThat(api.get("/api/v1/credentials").text()).isEqualTo("[]");
    }

    @Test
    void an_unknown_provider_is_refused_with_those_that_there_are() {
        var answer = api.put("/api/v1/credentials/acme", "{\"apiKey\": \"" + KEY + "\"}");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("unknown_provider");
        assertThat(answer.at("/detail")).contains("geminigen", "kie");
    }

    static Stream<String> badBodies() {
        return Stream.of("{}", "{\"apiKey\": null}", "{\"apiKey\": 1234567890123}", "{\"apiKey\": \"hush-1\"}",
                "{\"apiKey\": \"hush hush hush\"}", "{\"apiKey\": \"hush-hush-hush\\n\"}",
                "{\"apiKey\": \"hush-hush-hush\\u0000\"}", "{\"apiKey\": \"" + "hush".repeat(126) + "\"}",
                "{\"apikey\": \"hush-hush-hush\", \"apiKey\": \"hush-hush-hush\"}",
                "{\"apiKey\": hush-hush-hush}", "hush-hush-hush", "\"hush-hush-hush\"");
    }

    @ParameterizedTest
    @MethodSource("badBodies")
    void what_is_no_key_is_refused_without_being_shown(String body, CapturedOutput output) {
        var answer = api.put(KIE, body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text() + output.getAll()).doesNotContain("hush");
        assertThat(api.count("user_provider_credentials")).isZero();
    }

    @Test
    void what_is_wrong_with_a_key_is_told() {
        var answer = put("short");
        assertThat(answer.json().at("/errors")).hasToString("""
                [{"field":"apiKey","value":"(not shown)",\
                "allowed":"8 to 500 characters, without blanks and control characters"}]""");
    }

    private TestApi.Answer put(String key) {
        return api.put(KIE, "{\"apiKey\": \"" + key + "\"}");
    }
}
