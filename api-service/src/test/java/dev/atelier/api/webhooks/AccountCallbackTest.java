package dev.atelier.api.webhooks;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.atelier.api.TestApi;
import dev.atelier.messaging.Topology;
import dev.atelier.webhook.WebhookReceived;

import static dev.atelier.api.webhooks.Callbacks.rsaMd5;
import static dev.atelier.api.webhooks.Callbacks.send;
import static org.assertj.core.api.Assertions.assertThat;

class AccountCallbackTest {
    private static final String ADDRESS = "/api/v1/webhooks/providers/geminigen";
    private static final String BODY = """
            {"event": "IMAGE_GENERATION_COMPLETED", "uuid": "event-1", "data": {"uuid": "task-1", "status": 2}}""";

    private final TestApi api = TestApi.shared();

    @ParameterizedTest
    @ValueSource(strings = {"event-1", BODY})
    void a_signature_over_the_events_id_or_the_body_is_genuine(String signed) {
        var answer = send(api, ADDRESS, BODY, "x-signature", sign(signed));
        assertThat(answer.status()).isEqualTo(200);
        var event = received();
        assertThat(event.provider().value()).isEqualTo("geminigen");
        assertThat(event.jobId()).isNull();
        assertThat(event.eventKey()).isEqualTo("event-1");
        assertThat(event.body()).isEqualTo(BODY);
        assertThat(event.headers()).containsKeys("content-type", "x-signature");
    }

    @Test
    void the_events_id_may_have_its_other_name() {
        var body = BODY.replace("\"uuid\": \"event-1\"", "\"event_uuid\": \"event-2\"");
        assertThat(send(api, ADDRESS, body, "X-Signature", sign("event-2")).status()).isEqualTo(200);
        assertThat(received().eventKey()).isEqualTo("event-2");
    }

    @Test
    void an_event_without_an_id_is_known_by_its_body() {
        assertThat(send(api, ADDRESS, "{}", "x-signature", sign("{}")).status()).isEqualTo(200);
        assertThat(received().eventKey()).hasSize(64);
    }

    static Stream<String> wrongSignatures() throws GeneralSecurityException {
        var other = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate();
        return Stream.of("", "zz", "00", sign("event-1").substring(2), sign("task-1"), rsaMd5(other, "event-1"));
    }

    @ParameterizedTest
    @MethodSource("wrongSignatures")
    void a_wrong_signature_is_refused(String signature) {
        var answer = send(api, ADDRESS, BODY, "x-signature", signature);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("callback_refused");
    }

    @Test
    void an_unsigned_one_is_refused() {
        assertThat(send(api, ADDRESS, BODY).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kie", "acme", "K_I_E"})
    void only_providers_with_one_address_for_all_jobs_have_one(String provider) {
        var answer = send(api, "/api/v1/webhooks/providers/" + provider, BODY, "x-signature", sign("event-1"));
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("unknown_provider");
    }

    private WebhookReceived received() {
        var message = api.receive(api.bean(Topology.class).webhooks());
        return WebhookReceived.of(message.getMessageProperties().getHeaders(), message.getBody());
    }

    private static String sign(String text) {
        return rsaMd5(TestApi.GEMINIGEN.getPrivate(), text);
    }
}
