package dev.atelier.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.atelier.simulator.RunningSimulator.Answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class OpenAiTest {

    private static final String KEY = "openai-key";
    private static final RunningSimulator SIMULATOR = RunningSimulator.start("--atelier.simulator.openai.api-keys="
            + KEY, "--atelier.simulator.openai.callback-pause=50ms", "--atelier.simulator.pictures.longest-side=128",
            "--atelier.simulator.faults.openai.delay=400ms");

    private CallbackReceiver receiver;

    @BeforeEach
    void listen() throws Exception {
        SIMULATOR.send("DELETE", "/__simulator", null);
        receiver = new CallbackReceiver();
        SIMULATOR.send("PUT", "/__simulator/webhooks/openai",
                "{\"url\": \"%s\"}".formatted(receiver.url("/webhooks/openai")));
    }

    @AfterEach
    void stopListening() {
        receiver.close();
    }

    @AfterAll
    static void stop() {
        SIMULATOR.close();
    }

    @Test
    void pictures_come_with_the_answer() {
        var answer = post("/images/generations", """
                {"model": "gpt-image-2", "prompt": "Teapot", "n": 2, "size": "1280x720", "output_format": "jpeg",
                 "output_compression": 80}""");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("x-request-id")).startsWith("req_");
        assertThat(answer.json().at("/size").asString()).isEqualTo("1280x720");
        assertThat(answer.json().at("/data")).hasSize(2);
        assertThat(Base64.getDecoder().decode(answer.json().at("/data/1/b64_json").asString()))
                .startsWith(0xff, 0xd8, 0xff);
        assertThat(SIMULATOR.charges("?provider=openai")).hasSize(1);
        assertThat(receiver.received()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            textBlock = """
                    /images/generations | {}                                                              | 400 | missing_required_parameter
                    /images/generations | {"model": "gpt-image-2"}                                        | 400 | missing_required_parameter
                    /images/generations | {"model": "gpt-image-1", "prompt": "x"}                         | 404 | model_not_found
                    /images/generations | {"model": "gpt-image-2", "prompt": ""}                          | 400 | invalid_value
                    /images/generations | {"model": "gpt-image-2", "prompt": 7}                           | 400 | invalid_value
                    /images/generations | {"model": "gpt-image-2", "prompt": "x", "n": 11}                | 400 | invalid_value
                    /images/generations | {"model": "gpt-image-2", "prompt": "x", "n": "1"}               | 400 | invalid_value
                    /images/generations | {"model": "gpt-image-2", "prompt": "x", "size": "1000x1000"}    | 400 | invalid_value
                    /images/generations | {"model": "gpt-image-2", "prompt": "x", "size": "512x512"}      | 400 | invalid_value
                    /images/generations | {"model": "gpt-image-2", "prompt": "x", "size": "3840x3840"}    | 400 | invalid_value
                    /images/generations | {"model": "gpt-image-2", "prompt": "x", "size": "3840x1264"}    | 400 | invalid_value
                    /images/generations | {"model": "gpt-image-2", "prompt": "x", "quality": "hd"}        | 400 | invalid_value
                    /images/generations | {"model": "gpt-image-2", "prompt": "x", "quality": "max"}       | 400 | invalid_value
                    /images/generations | {"model": "gpt-image-2", "prompt": "x", "background": "transparent"} | 400 | invalid_value
                    /images/generations | {"model": "gpt-image-2", "prompt": "x", "response_format": "url"} | 400 | unknown_parameter
                    /images/generations | {"model": "gpt-image-2", "prompt": "x", "seed": 1}              | 400 | unknown_parameter
                    /images/generations | {"model": "gpt-image-2", "prompt": "x", "output_compression": 9} | 400 | invalid_value
                    /images/generations | []                                                              | 400 |
                    /images/generations | {"model":                                                       | 400 |
                    /images/edits       | {"model": "gpt-image-2", "prompt": "x"}                         | 415 | unsupported_content_type
                    /audio/speech       | {"model": "tts-1", "input": "x"}                                | 400 | missing_required_parameter
                    /audio/speech       | {"model": "tts-1", "input": "x", "voice": "cedar"}              | 400 | invalid_value
                    /audio/speech       | {"model": "tts-1", "input": "x", "voice": "alloy", "speed": 5}  | 400 | invalid_value
                    /audio/speech       | {"model": "tts-1", "input": "x", "voice": "alloy", "instructions": "slowly"} | 400 | unsupported_parameter
                    /audio/speech       | {"model": "tts-1", "input": "x", "voice": "alloy", "format": "mp3"} | 400 | unknown_parameter
                    /responses          | {"model": "gpt-5.4"}                                            | 400 | missing_required_parameter
                    /responses          | {"model": "gpt-3", "input": "x"}                                | 404 | model_not_found
                    /responses          | {"model": "gpt-5.4", "input": "x", "temperature": 1}            | 400 | unsupported_parameter
                    /responses          | {"model": "gpt-4o", "input": "x", "temperature": 2.5}           | 400 | invalid_value
                    /responses          | {"model": "gpt-5.4", "input": "x", "max_output_tokens": 15}     | 400 | invalid_value
                    /responses          | {"model": "gpt-5.4", "input": "x", "max_tokens": 100}           | 400 | unknown_parameter
                    /responses          | {"model": "gpt-5.4", "input": "x", "background": true, "store": false} | 400 | invalid_value
                    """)
    void what_the_contract_does_not_allow_is_refused(String path, String body, int status, String code) {
        var answer = post(path, body);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().at("/error").propertyNames()).containsExactly("message", "type", "param", "code");
        assertThat(answer.json().at("/error/code").asString("")).isEqualTo(code == null ? "" : code);
        assertThat(SIMULATOR.charges("")).isEmpty();
    }

    @Test
    void nobody_is_let_in_without_the_right_key() {
        assertThat(SIMULATOR.send("POST", "/openai/v1/responses", "{}").status()).isEqualTo(401);
        assertThat(SIMULATOR.get("/openai/v1/models", "Authorization", "Bearer wrong")
                .json()
                .at("/error/code")
                .asString()).isEqualTo("invalid_api_key");
        assertThat(SIMULATOR.get("/openai/v1/models", "Authorization", "Bearer " + KEY).text()).contains("gpt-image-2");
    }

    @Test
    void too_much_and_too_little_money_are_told_apart_by_the_code() {
        SIMULATOR.faults("openai", "{\"rateLimitedPercent\": 100}");
        var limited = post("/responses", "{\"model\": \"gpt-5.4\", \"input\": \"x\"}");
        assertThat(limited.status()).isEqualTo(429);
        assertThat(limited.header("Retry-After")).isEqualTo("1");
        assertThat(limited.json().at("/error/code").asString()).isEqualTo("rate_limit_exceeded");
        SIMULATOR.faults("openai", "{\"insufficientCreditPercent\": 100}");
        var poor = post("/responses", "{\"model\": \"gpt-5.4\", \"input\": \"x\"}");
        assertThat(poor.status()).isEqualTo(429);
        assertThat(poor.header("Retry-After")).isEmpty();
        assertThat(poor.json().at("/error/code").asString()).isEqualTo("insufficient_quota");
    }

    @Test
    void speech_is_the_sound_itself() {
        for (var format : new String[]{"mp3", "opus", "aac", "flac", "wav", "pcm"}) {
            var answer = post("/audio/speech", """
                    {"model": "gpt-4o-mini-tts", "input": "Hi", "voice": "cedar", "response_format": "%s"}"""
                    .formatted(format));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Type")).startsWith("audio/");
            assertThat(answer.bytes()).hasSizeGreaterThan(1000);
        }
        assertThat(SIMULATOR.charges("")).hasSize(6);
    }

    @Test
    void a_response_is_queued_then_worked_on_then_completed_and_its_event_names_it() throws Exception {
        var id = begin("\"metadata\": {\"job\": \"job-7\"}");
        assertThat(SIMULATOR.charges("?reference=job-7")).hasSize(1);

        var states = new ArrayList<String>();
        await().pollInterval(Duration.ofMillis(20)).until(() -> {
            var state = response(id);
            if (states.isEmpty() || !states.getLast().equals(state)) {
                states.add(state);
            }
            return state.equals("completed");
        });
        assertThat(states).endsWith("in_progress", "completed").doesNotContain("incomplete");
        await().until(() -> receiver.received().size() == 1);

        var event = receiver.received().getFirst();
        assertThat(event.json().at("/type").asString()).isEqualTo("response.completed");
        assertThat(event.json().at("/data").toString()).isEqualTo("{\"id\":\"" + id + "\"}");
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("simulated-openai-secret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        var signed = event.header("webhook-id") + "." + event.header("webhook-timestamp") + "." + event.body();
        assertThat(event.header("webhook-signature")).isEqualTo("v1," + Base64.getEncoder()
                .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void a_response_that_is_stopped_stays_so() {
        var id = begin("\"instructions\": \"Be brief.\"");
        assertThat(post("/responses/" + id + "/cancel", "").json().at("/status").asString()).isEqualTo("cancelled");
        await().until(() -> receiver.received().size() == 1);
        assertThat(receiver.received().getFirst().json().at("/type").asString()).isEqualTo("response.cancelled");
        assertThat(response(id)).isEqualTo("cancelled");

        SIMULATOR.faults("openai", "{\"delay\": 0}");
        var done = begin("\"store\": true");
        assertThat(post("/responses/" + done + "/cancel", "").json().at("/status").asString()).isEqualTo("completed");
    }

    @Test
    void a_response_ends_where_its_tokens_do() {
        SIMULATOR.faults("openai", "{\"delay\": 0}");
        var answer = post("/responses", """
                {"model": "gpt-5.4-mini", "input": "x", "max_output_tokens": 16}""").json();
        assertThat(answer.at("/status").asString()).isEqualTo("incomplete");
        assertThat(answer.at("/incomplete_details/reason").asString()).isEqualTo("max_output_tokens");
        assertThat(answer.at("/output/0/content/0/text").asString().split(" ", -1)).hasSize(16);
        assertThat(post("/responses/" + answer.at("/id").asString() + "/cancel", "").status()).isEqualTo(400);
    }

    @Test
    void a_refusal_is_an_answer_and_a_failure_is_none() {
        SIMULATOR.faults("openai", "{\"delay\": 0, \"contentRejectedPercent\": 100}");
        var refused = SIMULATOR.get("/openai/v1/responses/" + begin("\"store\": true"), "Authorization",
                "Bearer " + KEY);
        assertThat(refused.json().at("/output/0/content/0/type").asString()).isEqualTo("refusal");
        assertThat(post("/images/generations", "{\"model\": \"gpt-image-2\", \"prompt\": \"x\"}").json()
                .at("/error/code")
                .asString()).isEqualTo("moderation_blocked");
        SIMULATOR.faults("openai", "{\"delay\": 0, \"failPercent\": 100}");
        assertThat(response(begin("\"store\": true"))).isEqualTo("failed");
    }

    @Test
    void an_unknown_response_is_404() {
        assertThat(SIMULATOR.get("/openai/v1/responses/resp_x", "Authorization", "Bearer " + KEY).status())
                .isEqualTo(404);
    }

    private static String begin(String more) {
        var answer = post("/responses", """
                {"model": "gpt-5.4-mini", "input": "Name three uses of basalt.", "background": true, %s}"""
                .formatted(more));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().at("/id").asString();
    }

    private static String response(String id) {
        return SIMULATOR.get("/openai/v1/responses/" + id, "Authorization", "Bearer " + KEY)
                .json()
                .at("/status")
                .asString();
    }

    private static Answer post(String path, String json) {
        return SIMULATOR.send("POST", "/openai/v1" + path, json, "Authorization", "Bearer " + KEY);
    }
}
