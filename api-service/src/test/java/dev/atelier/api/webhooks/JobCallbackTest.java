package dev.atelier.api.webhooks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.amqp.core.Message;

import dev.atelier.api.TestApi;
import dev.atelier.api.TestApi.Answer;
import dev.atelier.job.JobId;
import dev.atelier.messaging.Topology;
import dev.atelier.webhook.WebhookReceived;

import static dev.atelier.api.webhooks.Callbacks.GEMINIGEN;
import static dev.atelier.api.webhooks.Callbacks.KIE;
import static dev.atelier.api.webhooks.Callbacks.address;
import static dev.atelier.api.webhooks.Callbacks.kieSigned;
import static dev.atelier.api.webhooks.Callbacks.send;
import static org.assertj.core.api.Assertions.assertThat;

class JobCallbackTest {
    private static final String BODY = """
            {"code": 200, "data": {"taskId": "task-1", "state": "success", "note": "\u00e9\ud83d\ude00"}}
            """;

    private final TestApi api = TestApi.shared();
    private final String queue = api.bean(Topology.class).webhooks();
    private final JobId job = JobId.create();

    @Test
    void a_genuine_callback_is_on_the_queue_byte_for_byte_when_it_is_answered() {
        var before = Instant.now();
        var answer = send(api, address(api, KIE, job), BODY, with(signed(), "User-Agent", "kie/1", "Cookie", "secret"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("{\"code\":200,\"msg\":\"success\"}");

        var event = received();
        assertThat(event.provider()).isEqualTo(KIE);
        assertThat(event.jobId()).isEqualTo(job);
        assertThat(event.body()).isEqualTo(BODY);
        assertThat(event.receivedAt()).isBetween(before, Instant.now());
        assertThat(event.headers()).containsOnlyKeys("content-type", "user-agent", "x-webhook-signature",
                "x-webhook-timestamp");
        assertThat(api.count("webhook_events")).isZero();
    }

    @Test
    void the_same_callback_has_the_same_key_and_another_another() {
        var key = keyOf(job, BODY);
        assertThat(keyOf(job, BODY)).isEqualTo(key).hasSize(64);
        assertThat(keyOf(job, BODY.replace("success", "fail"))).isNotEqualTo(key);
        assertThat(keyOf(JobId.create(), BODY)).isNotEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", "x"})
    void what_the_body_calls_itself_does_not_matter(String contentType) {
        // The first one is answered on the fast path, the other one by Spring MVC.
        for (var accepted : List.of("*/*", "text/html")) {
            assertThat(send(api, address(api, KIE, job), BODY,
                    with(signed(), "Content-Type", contentType, "Accept", accepted)).status())
                    .isEqualTo(200);
            assertThat(received().body()).isEqualTo(BODY);
        }
    }

    @Test
    void an_authorization_header_of_the_providers_own_does_not_matter() {
        assertThat(send(api, address(api, KIE, job), BODY, with(signed(), "Authorization", "Bearer theirs")).status())
                .isEqualTo(200);
        received();
    }

    static Stream<String> wrongAddresses() {
        var api = TestApi.shared();
        var job = JobId.create();
        var right = address(api, KIE, job);
        return Stream.of(right.substring(0, right.length() - 1), right + "x", right.replaceAll("&token=.*", ""),
                right.replaceAll("token=.*", "token="), right.replace("provider=kie&", ""),
                right.replace("provider=kie", "provider=geminigen"), right.replace("provider=kie", "provider=acme"),
                right.replace("provider=kie", "provider=K_I_E"),
                right.replace(job.toString(), JobId.create().toString()),
                right.replace(job.toString(), "1-2-3-4-5"), right.replaceAll("\\?.*", ""),
                address(api, new dev.atelier.catalog.ProviderId("acme"), job));
    }

    @ParameterizedTest
    @MethodSource("wrongAddresses")
    void every_other_address_is_refused_alike(String address) {
        var answer = send(api, address, BODY, signed());
        isRefused(answer);
        assertThat(answer.at("/detail")).isEqualTo("Nothing was done with it.");
        assertThat(answer.text()).doesNotContain("token");
    }

    static Stream<List<String>> wrongSignatures() {
        var now = Instant.now();
        var right = kieSigned("task-1", TestApi.KIE_KEY, now);
        return Stream.of(List.of(), List.of(right[0], right[1]), List.of(right[2], right[3]),
                List.of(kieSigned("task-1", "another key", now)), List.of(kieSigned("task-2", TestApi.KIE_KEY, now)),
                List.of(kieSigned("task-1", TestApi.KIE_KEY, now.minus(Duration.ofSeconds(310)))),
                List.of(kieSigned("task-1", TestApi.KIE_KEY, now.plus(Duration.ofSeconds(320)))),
                List.of(right[0], "soon", right[2], Callbacks.hmac(TestApi.KIE_KEY, "task-1.soon")),
                List.of(right[0], "9223372036854775807", right[2],
                        Callbacks.hmac(TestApi.KIE_KEY, "task-1.9223372036854775807")),
                List.of(right[0], right[1], right[2], ""), List.of(right[0], right[1], right[2], "%%%"));
    }

    @ParameterizedTest
    @MethodSource("wrongSignatures")
    void the_right_address_with_a_wrong_signature_is_refused(List<String> headers) {
        isRefused(send(api, address(api, KIE, job), BODY, headers.toArray(String[]::new)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nothing", "[]", "{\"data\": {\"taskId\": null}}",
        "{\"data\": {\"taskId\": [\"task-1\"]}}"})
    void a_body_without_the_signed_id_is_refused(String body) {
        isRefused(send(api, address(api, KIE, job), body, signed()));
    }

    @Test
    void the_signature_may_be_a_few_minutes_old() {
        var headers = kieSigned("task-1", TestApi.KIE_KEY, Instant.now().minus(Duration.ofSeconds(290)));
        assertThat(send(api, address(api, KIE, job), BODY, headers).status()).isEqualTo(200);
        received();
    }

    @Test
    void a_provider_whose_jobs_were_given_an_address_is_held_to_its_signature_as_well() {
        isRefused(send(api, address(api, GEMINIGEN, job), BODY));
    }

    @Test
    void a_body_that_is_no_utf8_is_refused() {
        var answer = send(api, address(api, KIE, job), new byte[]{'{', (byte) 0xc3, '}'}, signed());
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("/detail")).isEqualTo("The body is not UTF-8.");
    }

    @Test
    void a_body_that_is_too_large_is_refused() {
        var answer = send(api, address(api, KIE, job), "x".repeat(256 * 1024 + 1), signed());
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.code()).isEqualTo("body_too_large");
    }

    private String keyOf(JobId of, String body) {
        send(api, address(api, KIE, of), body, signed());
        return received().eventKey();
    }

    private WebhookReceived received() {
        Message message = api.receive(queue);
        return WebhookReceived.of(message.getMessageProperties().getHeaders(), message.getBody());
    }

    private static String[] signed() {
        return kieSigned("task-1", TestApi.KIE_KEY, Instant.now());
    }

    private static String[] with(String[] headers, String... more) {
        var all = new ArrayList<>(List.of(headers));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private void isRefused(Answer answer) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("callback_refused");
        assertThat(api.count("webhook_events")).isZero();
    }
}
