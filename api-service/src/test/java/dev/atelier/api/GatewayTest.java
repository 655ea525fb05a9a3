package dev.atelier.api;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

import dev.atelier.catalog.ProviderId;
import dev.atelier.job.JobId;
import dev.atelier.webhook.CallbackTokens;

import static dev.atelier.api.TestApi.TEXT_TO_IMAGE;
import static dev.atelier.api.TestApi.body;
import static org.assertj.core.api.Assertions.assertThat;

/** Behind a gateway that says who the user is, and without the keys that an operator may leave out. */
@ExtendWith(OutputCaptureExtension.class)
@SuppressWarnings("NullAway.Init")
class GatewayTest {
    private static TestApi api;

    @BeforeAll
    static void start() {
        api = TestApi.start(Map.of("atelier.security.trusted-user-header", "X-User-Id",
                "atelier.credentials.active-key", "", "atelier.providers.geminigen.webhook-keys[0]", "",
                "atelier.providers.kie.webhook-keys[0]", ""));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void a_new_user_gets_a_row_and_jobs_of_their_own() {
        var user = UUID.randomUUID();
        var answer = as(user.toString());
        assertThat(answer.status()).isEqualTo(202);
        assertThat(api.bean(JdbcClient.class)
                .sql("select user_id from generation_jobs where id = :id")
                .param("id", UUID.fromString(answer.at("/jobId")))
                .query(UUID.class)
                .single()).isEqualTo(user);
        assertThat(as(user.toString()).status()).isEqualTo(202);
        assertThat(api.bean(JdbcClient.class)
                .sql("select count(*) from users where id = :id")
                .param("id", user)
                .query(Long.class)
                .single()).isOne();
    }

    @Test
    void a_user_id_that_is_no_uuid_is_named() {
        var answer = as("anna");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().at("/errors")).hasToString("""
                [{"field":"X-User-Id","value":"\\"anna\\"","allowed":"a UUID, set by the gateway"}]""");
    }

    @Test
    void an_api_key_wins_over_the_header() {
        var answer = api.post(TEXT_TO_IMAGE, body("prompt", "x"), "x-user-id", TestApi.BERT.toString());
        assertThat(api.get("/api/v1/generate/jobs/" + answer.at("/jobId")).status()).isEqualTo(200);
        assertThat(api.post(TEXT_TO_IMAGE, body("prompt", "x"), "Authorization", "Bearer wrong", "x-user-id",
                TestApi.BERT.toString()).status()).isEqualTo(401);
    }

    @Test
    void nobody_is_still_nobody() {
        assertThat(TestApi.anonymously(api.request("/api/v1/models").GET()).status()).isEqualTo(401);
    }

    @Test
    void without_an_encryption_key_no_credential_is_taken() {
        var answer = api.put("/api/v1/credentials/kie", "{\"apiKey\": \"sk-0123456789\"}");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("credentials_unavailable");
    }

    @Test
    void without_a_key_an_account_wide_callback_is_refused_and_the_operator_is_told(CapturedOutput output) {
        var request = api.request("/api/v1/webhooks/providers/geminigen").POST(BodyPublishers.ofString("{}"));
        var answer = TestApi.anonymously(request, "x-signature", "00");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("callback_refused");
        assertThat(output).contains("set atelier.providers.geminigen.webhook-keys");
    }

    @Test
    void without_a_key_the_token_alone_speaks_for_a_jobs_callback() {
        var kie = new ProviderId("kie");
        var job = JobId.create();
        var path = "/api/v1/webhooks/provider-callback/" + job + "?provider=kie&token="
                + api.bean(CallbackTokens.class).token(kie, job);
        assertThat(TestApi.anonymously(api.request(path).POST(BodyPublishers.ofString("{}"))).status()).isEqualTo(200);
        assertThat(TestApi.anonymously(api.request(path + "x").POST(BodyPublishers.ofString("{}"))).status())
                .isEqualTo(401);
    }

    private static TestApi.Answer as(String user) {
        return TestApi.anonymously(api.request(TEXT_TO_IMAGE)
                .POST(BodyPublishers.ofString(body("prompt", "A boat"))),
                "Content-Type", "application/json", "x-user-id", user);
    }
}
