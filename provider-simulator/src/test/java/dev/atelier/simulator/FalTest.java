package dev.atelier.simulator;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import dev.atelier.simulator.RunningSimulator.Answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class FalTest {

    private static final String KEY = "Key fal-id:fal-key";
    private static final String JOB = "0198c0de-0000-7000-8000-00000000beef";

    private final RunningSimulator simulator = RunningSimulator.shared();
    private CallbackReceiver receiver;

    @BeforeEach
    void listen() throws Exception {
        receiver = new CallbackReceiver();
    }

    @AfterEach
    void stopListening() {
        receiver.close();
    }

    @Test
    void a_request_waits_then_is_worked_on_then_has_a_result() {
        simulator.faults("fal", "{\"delay\": 600}");
        var taken = submit("fal-ai/flux/dev",
                "{\"prompt\": \"Teapot\", \"image_size\": \"square_hd\", \"num_images\": 2}");
        assertThat(taken.status()).isEqualTo(200);
        var id = taken.json().path("request_id").asString();
        assertThat(taken.json().path("status").asString()).isEqualTo("IN_QUEUE");
        assertThat(taken.json().path("response_url").asString())
                .isEqualTo(simulator.url() + "/fal/fal-ai/flux/requests/" + id);
        assertThat(get("fal-ai/flux/requests/" + id).status()).isEqualTo(400);

        var states = new ArrayList<String>();
        await().pollInterval(Duration.ofMillis(25)).until(() -> {
            var state = status("fal-ai/flux", id).path("status").asString();
            if (states.isEmpty() || !states.getLast().equals(state)) {
                states.add(state);
            }
            return state.equals("COMPLETED");
        });
        assertThat(states).containsExactly("IN_QUEUE", "IN_PROGRESS", "COMPLETED");

        var result = get("fal-ai/flux/requests/" + id).json();
        assertThat(result.path("images").size()).isEqualTo(2);
        assertThat(result.at("/images/0/url").asString()).isEqualTo(simulator.url() + "/files/fal/" + id + "/1.png");
        assertThat(result.at("/images/0/width").asInt()).isEqualTo(1024);
    }

    @Test
    void a_result_is_called_back_and_signed_with_the_key_that_is_published() throws Exception {
        var id = submit("fal-ai/veo3/fast?fal_webhook=" + encoded(receiver.url("/callback/" + JOB + "?token=x")),
                "{\"prompt\": \"Boat\", \"duration\": \"8s\"}").json().path("request_id").asString();
        await().until(() -> receiver.received().size() == 1);

        var callback = receiver.received().getFirst();
        assertThat(callback.path()).isEqualTo("/callback/" + JOB + "?token=x");
        assertThat(callback.json().path("request_id").asString()).isEqualTo(id);
        assertThat(callback.json().path("status").asString()).isEqualTo("OK");
        assertThat(callback.json().at("/payload/video/url").asString()).endsWith(id + "/1.mp4");
        assertThat(callback.header("X-Fal-Webhook-Request-Id")).isEqualTo(id);

        var digest = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(callback.body().getBytes(StandardCharsets.UTF_8)));
        var verifier = Signature.getInstance("Ed25519");
        var raw = Base64.getUrlDecoder()
                .decode(simulator.get("/fal/.well-known/jwks.json").json().at("/keys/0/x").asString());
        verifier.initVerify(KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(
                        HexFormat.of().parseHex("302a300506032b6570032100" + HexFormat.of().formatHex(raw)))));
        verifier.update((id + "\n" + callback.header("X-Fal-Webhook-User-Id") + "\n"
                + callback.header("X-Fal-Webhook-Timestamp") + "\n" + digest).getBytes(StandardCharsets.UTF_8));
        assertThat(verifier.verify(HexFormat.of().parseHex(callback.header("X-Fal-Webhook-Signature")))).isTrue();
        assertThat(simulator.charges("?provider=fal").toString()).contains(JOB);
    }

    @Test
    void a_failure_is_completed_and_its_result_is_the_error() {
        simulator.faults("fal", "{\"delay\": 0, \"contentRejectedPercent\": 100}");
        var rejected = submit("fal-ai/kokoro?fal_webhook=" + encoded(receiver.url("/callback/" + JOB)),
                "{\"prompt\": \"Hello\"}").json().path("request_id").asString();
        var status = status("fal-ai/kokoro", rejected);
        assertThat(status.path("status").asString()).isEqualTo("COMPLETED");
        assertThat(status.path("error_type").asString()).isEqualTo("content_policy_violation");
        var result = get("fal-ai/kokoro/requests/" + rejected);
        assertThat(result.status()).isEqualTo(422);
        assertThat(result.json().at("/detail/0/type").asString()).isEqualTo("content_policy_violation");
        await().until(() -> receiver.received().size() == 1);
        var callback = receiver.received().getFirst().json();
        assertThat(callback.path("status").asString()).isEqualTo("ERROR");
        assertThat(callback.path("error").asString()).isEqualTo("Invalid status code: 422");
        assertThat(callback.at("/payload/detail/0/type").asString()).isEqualTo("content_policy_violation");

        simulator.faults("fal", "{\"delay\": 0, \"failPercent\": 100}");
        var failed = submit("fal-ai/kokoro", "{\"prompt\": \"Hello\"}").json().path("request_id").asString();
        assertThat(get("fal-ai/kokoro/requests/" + failed).status()).isEqualTo(500);
    }

    @Test
    void what_waits_is_stopped_and_what_is_done_is_not() {
        simulator.faults("fal", "{\"delay\": 60000}");
        var id = submit("fal-ai/veo3", "{\"prompt\": \"Boat\"}").json().path("request_id").asString();
        var cancelled = cancel("fal-ai/veo3", id);
        assertThat(cancelled.status()).isEqualTo(202);
        assertThat(cancelled.json().path("status").asString()).isEqualTo("CANCELLATION_REQUESTED");
        assertThat(status("fal-ai/veo3", id).path("error_type").asString()).isEqualTo("client_cancelled");
        assertThat(get("fal-ai/veo3/requests/" + id).status()).isEqualTo(499);

        simulator.faults("fal", "{\"delay\": 0}");
        var done = submit("fal-ai/veo3", "{\"prompt\": \"Boat\"}").json().path("request_id").asString();
        assertThat(cancel("fal-ai/veo3", done).status()).isEqualTo(400);
        assertThat(cancel("fal-ai/veo3", "nobody").status()).isEqualTo(404);
        assertThat(cancel("fal-ai/flux", done).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            textBlock = """
                    fal-ai/flux/nothing                | {"prompt": "x"}                                       | 404 |
                    fal-ai/flux                        | {"prompt": "x"}                                       | 404 |
                    fal-ai/flux/dev                    | {}                                                    | 422 | missing
                    fal-ai/flux/dev                    | {"prompt": " "}                                       | 422 | string_too_short
                    fal-ai/flux/dev                    | {"prompt": 7}                                         | 422 | string_type
                    fal-ai/flux/dev                    | {"prompt": "x", "aspect_ratio": "1:1"}                | 422 | extra_forbidden
                    fal-ai/flux/dev                    | {"prompt": "x", "num_images": 5}                      | 422 | less_than_equal
                    fal-ai/flux/dev                    | {"prompt": "x", "num_images": "2"}                    | 422 | int_type
                    fal-ai/flux/dev                    | {"prompt": "x", "image_size": "1:1"}                  | 422 | literal_error
                    fal-ai/flux/dev                    | {"prompt": "x", "guidance_scale": 0.5}                | 422 | greater_than_equal
                    fal-ai/flux/dev                    | {"prompt": "x", "enable_safety_checker": "yes"}       | 422 | bool_type
                    fal-ai/flux-pro/v1.1               | {"prompt": "x", "safety_tolerance": 2}                | 422 | literal_error
                    fal-ai/flux-pro/kontext            | {"prompt": "x"}                                       | 422 | missing
                    fal-ai/flux-pro/kontext            | {"prompt": "x", "image_url": "house.png"}             | 422 | url_parsing
                    fal-ai/nano-banana-2/edit          | {"prompt": "x", "image_urls": []}                     | 422 | too_short
                    fal-ai/nano-banana-2/edit          | {"prompt": "x", "image_urls": "http://x/1.png"}       | 422 | list_type
                    fal-ai/veo3/fast                   | {"prompt": "x", "duration": 8}                        | 422 | literal_error
                    fal-ai/veo3/fast                   | {"prompt": "x", "resolution": "4k"}                   | 422 | literal_error
                    minimax/h3-max/text-to-video       | {"prompt": "x", "duration": "8"}                      | 422 | int_type
                    fal-ai/minimax/speech-02-hd        | {"text": "x", "voice_setting": "Wise_Woman"}          | 422 | model_type
                    fal-ai/minimax/speech-02-hd        | {"text": "x", "voice_setting": {"speed": 9}}          | 422 | less_than_equal
                    fal-ai/flux/dev                    | []                                                    | 400 |
                    fal-ai/flux/dev                    | {"prompt":                                            | 400 |
                    fal-ai/flux/dev?fal_webhook=ftp:x  | {"prompt": "x"}                                       | 400 |
                    """)
    void what_the_contract_refuses_is_refused(String endpoint, String body, int status, String type) {
        var answer = submit(endpoint, body);
        assertThat(answer.status()).isEqualTo(status);
        if (type != null) {
            assertThat(answer.json().at("/detail/0/type").asString()).isEqualTo(type);
            assertThat(answer.json().at("/detail/0/loc/0").asString()).isEqualTo("body");
        }
        assertThat(simulator.charges("?provider=fal").toString()).doesNotContain("fal-ai");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Key ", "Key wrong", "Bearer fal-id:fal-key", "fal-id:fal-key"})
    void a_key_is_needed_for_everything_but_the_public_key(String authorization) {
        for (var answer : new Answer[]{
            simulator.send("POST", "/fal/fal-ai/flux/dev", "{\"prompt\": \"x\"}", "Authorization", authorization),
            simulator.get("/fal/fal-ai/flux/requests/1/status", "Authorization", authorization),
            simulator.get("/fal/fal-ai/flux/requests/1", "Authorization", authorization),
            simulator.send("PUT", "/fal/fal-ai/flux/requests/1/cancel", null, "Authorization", authorization)}) {
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.json().path("detail").isString()).isTrue();
        }
        assertThat(simulator.get("/fal/.well-known/jwks.json").status()).isEqualTo(200);
    }

    @Test
    void a_request_is_found_under_its_own_app_only() {
        var id = submit("fal-ai/flux/dev", "{\"prompt\": \"x\"}").json().path("request_id").asString();
        assertThat(get("fal-ai/flux/requests/" + id + "/status").status()).isEqualTo(200);
        assertThat(get("fal-ai/veo3/requests/" + id + "/status").status()).isEqualTo(404);
        assertThat(get("fal-ai/flux/dev/requests/" + id + "/status").status()).isEqualTo(405);
    }

    @Test
    void a_refusal_has_the_shape_of_the_platform() {
        simulator.faults("fal", "{\"rateLimitedPercent\": 100}");
        var limited = submit("fal-ai/flux/dev", "{\"prompt\": \"x\"}");
        assertThat(limited.status()).isEqualTo(429);
        assertThat(limited.header("Retry-After")).isEqualTo("1");
        assertThat(limited.header("X-Fal-Error-Type")).isEqualTo("concurrent_requests_limit");
        assertThat(limited.json().path("error_type").asString()).isEqualTo("concurrent_requests_limit");

        simulator.faults("fal", "{\"insufficientCreditPercent\": 100}");
        assertThat(submit("fal-ai/flux/dev", "{\"prompt\": \"x\"}").status()).isEqualTo(403);
    }

    private Answer submit(String endpoint, String body) {
        return simulator.send("POST", "/fal/" + endpoint, body, "Authorization", KEY);
    }

    private Answer get(String path) {
        return simulator.get("/fal/" + path, "Authorization", KEY);
    }

    private JsonNode status(String app, String id) {
        return get(app + "/requests/" + id + "/status").json();
    }

    private Answer cancel(String app, String id) {
        return simulator.send("PUT", "/fal/" + app + "/requests/" + id + "/cancel", null, "Authorization", KEY);
    }

    private static String encoded(String url) {
        return URLEncoder.encode(url, StandardCharsets.UTF_8);
    }
}
