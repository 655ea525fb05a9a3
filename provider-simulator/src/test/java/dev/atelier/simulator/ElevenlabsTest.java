package dev.atelier.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.atelier.simulator.RunningSimulator.Answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ElevenlabsTest {

    private static final String KEY = RunningSimulator.ELEVENLABS_KEY;
    private static final String SPEECH = "text-to-speech/JBFqnCBsd6RMkjVDRZzb";
    private static final String IMAGE = """
            {"model_id": "gemini-3-pro-image", "prompt": "Teapot", "webhook": {"type": "all"}%s}""";

    private final RunningSimulator simulator = RunningSimulator.shared();
    private CallbackReceiver receiver;

    @BeforeEach
    void listen() throws Exception {
        receiver = new CallbackReceiver();
        assertThat(simulator.send("PUT", "/__simulator/webhooks/elevenlabs",
                "{\"url\": \"%s\"}".formatted(receiver.url("/webhooks/elevenlabs"))).status()).isEqualTo(200);
    }

    @AfterEach
    void stopListening() {
        receiver.close();
    }

    @Test
    void a_sound_comes_with_the_answer() {
        var speech = post(SPEECH + "?output_format=mp3_44100_128", "{\"text\": \"Hello\", \"seed\": 4294967295}");
        assertThat(speech.status()).isEqualTo(200);
        assertThat(speech.header("Content-Type")).isEqualTo("audio/mpeg");
        assertThat(speech.header("request-id")).isNotBlank();
        assertThat(speech.header("character-cost")).isEqualTo("5");
        assertThat(speech.bytes()).hasSizeGreaterThan(100);

        assertThat(post("sound-generation?output_format=wav_44100", "{\"text\": \"Rain\"}").bytes())
                .startsWith('R', 'I', 'F', 'F');
        var music = post("music", "{\"prompt\": \"Bells\", \"music_length_ms\": 3000, \"model_id\": \"music_v2\"}");
        assertThat(music.status()).isEqualTo(200);
        assertThat(music.header("song-id")).isNotBlank();
        assertThat(simulator.charges("?provider=elevenlabs")).hasSize(3);
        assertThat(receiver.received()).isEmpty();
    }

    @Test
    void a_text_that_moderation_refuses_makes_no_sound_and_costs_nothing() {
        simulator.faults("elevenlabs", "{\"contentRejectedPercent\": 100}");
        var answer = post("music", "{\"prompt\": \"Bells\"}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("detail").path("status").asString()).isEqualTo("bad_prompt");
        assertThat(simulator.charges("")).isEmpty();
    }

    @Test
    void a_flow_is_pending_then_generating_then_completed_and_its_end_is_signed() throws Exception {
        var accepted = post("flows/image", IMAGE.formatted(""));
        assertThat(accepted.json().path("status").asString()).isEqualTo("pending");
        var id = accepted.json().path("id").asString();

        await().until(() -> get("flows/image/" + id).json().path("status").asString().equals("completed"));
        var done = get("flows/image/" + id);
        assertThat(done.header("Retry-After")).isEqualTo("3");
        assertThat(done.json().path("content_mime_type").asString()).isEqualTo("image/png");
        assertThat(simulator.download(done.json().path("content_url").asString())).isNotEmpty();
        assertThat(get("flows/video/" + id).status()).isEqualTo(404);

        await().until(() -> receiver.received().size() == 1);
        var event = receiver.received().getFirst();
        assertThat(event.json().path("type").asString()).isEqualTo("flows_generation");
        assertThat(event.json().path("data")).isEqualTo(done.json());
        var header = event.header("ElevenLabs-Signature");
        assertThat(header).matches("t=\\d{10},v0=[0-9a-f]{64}");
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(RunningSimulator.ELEVENLABS_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        var signed = header.substring(2, 12) + "." + event.body();
        assertThat(header).endsWith(
                "v0=" + HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void a_webhook_is_sent_once_and_only_when_it_is_asked_for() {
        receiver.refuse(5);
        post("flows/image", IMAGE.formatted(""));
        post("flows/image", "{\"model_id\": \"gemini-3-pro-image\", \"prompt\": \"Teapot\"}");
        await().until(() -> receiver.received().size() == 1);
        await().during(Duration.ofMillis(400)).until(() -> receiver.received().size() == 1);
    }

    @ParameterizedTest
    @CsvSource({"failPercent, model_error", "contentRejectedPercent, moderated"})
    void a_flow_fails_for_a_reason(String fault, String reason) {
        simulator.faults("elevenlabs", "{\"delay\": 0, \"" + fault + "\": 100}");
        var id = post("flows/image", IMAGE.formatted("")).json().path("id").asString();
        var failed = get("flows/image/" + id).json();
        assertThat(failed.path("status").asString()).isEqualTo("failed");
        assertThat(failed.path("failure_reason").asString()).isEqualTo(reason);
    }

    @Test
    void flows_are_listed_newest_first_and_tell_little() {
        var first = post("flows/image", IMAGE.formatted("")).json().path("id").asString();
        var second = post("flows/image", IMAGE.formatted("")).json().path("id").asString();
        post("flows/video", "{\"model_id\": \"bytedance-seedance-v2\", \"prompt\": \"Teapot\"}");

        var list = get("flows/image?model_id=gemini-3-pro-image&page_size=1").json();
        assertThat(list.path("generations")).hasSize(1);
        assertThat(list.path("generations").path(0).path("id").asString()).isEqualTo(second);
        assertThat(list.path("generations").path(0).has("prompt")).isFalse();
        assertThat(list.path("has_more").asBoolean()).isTrue();
        assertThat(get("flows/image").json().path("generations").path(1).path("id").asString()).isEqualTo(first);
        assertThat(get("flows/image?model_id=gpt-image-2").json().path("generations")).isEmpty();
        assertThat(get("flows/image?page_size=101").status()).isEqualTo(422);
    }

    @Test
    void references_are_inline_or_ids_and_never_addresses() {
        var inline = "{\"type\": \"inline_base64\", \"mime_type\": \"image/png\", \"content_base64\": \"%s\"}"
                .formatted(Base64.getEncoder().encodeToString(RunningSimulator.png()));
        assertThat(post("flows/image", IMAGE.formatted(", \"images\": [" + inline + "]")).status()).isEqualTo(200);
        assertThat(post("flows/image",
                IMAGE.formatted(", \"images\": [{\"type\": \"asset\", \"asset_id\": \"a1\"}]")).status())
                .isEqualTo(200);

        assertThat(refused("flows/image", IMAGE.formatted(", \"images\": [\"https://cdn.example.com/a.png\"]")))
                .contains("\"images\",\"0\",\"type\"");
        assertThat(refused("flows/image",
                IMAGE.formatted(", \"images\": [" + inline.replace("image/png", "image/gif") + "]")))
                .contains("mime_type");
        assertThat(refused("flows/image", IMAGE.formatted(", \"images\": ["
                + String.join(",", Collections.nCopies(11, inline)) + "]"))).contains("at most 10");
        assertThat(simulator.charges("")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            textBlock = """
                    flows/image | {"model_id": "gemini-3-pro-image"}                                        | prompt
                    flows/image | {"model_id": "midjourney", "prompt": "x"}                                 | union_tag_invalid
                    flows/image | {"model_id": "gemini-3-pro-image", "prompt": "x", "seed": 1}              | seed
                    flows/image | {"model_id": "gemini-3-pro-image", "prompt": "x", "resolution": "8K"}     | resolution
                    flows/image | {"model_id": "gemini-3-pro-image", "prompt": "x", "aspect_ratio": "1:8"}  | aspect_ratio
                    flows/image | {"model_id": "gemini-3-pro-image", "prompt": "x", "webhook": {"type": 1}} | webhook
                    flows/image | {"model_id": "veo-3.1-generate-001", "prompt": "x"}                       | union_tag_invalid
                    flows/video | {"model_id": "veo-3.1-generate-001", "prompt": "x", "duration_secs": 5}   | duration_secs
                    flows/video | {"model_id": "veo-3.1-generate-001", "prompt": "x", "duration_secs": "8"} | duration_secs
                    flows/video | {"model_id": "bytedance-seedance-v2-fast", "prompt": "x", "resolution": "1080p"} | resolution
                    text-to-speech/JBFqnCBsd6RMkjVDRZzb | {"model_id": "eleven_v3"}                         | text
                    text-to-speech/JBFqnCBsd6RMkjVDRZzb | {"text": "x", "voice": "y"}                       | voice
                    text-to-speech/JBFqnCBsd6RMkjVDRZzb | {"text": "x", "voice_settings": {"speed": 2}}     | speed
                    text-to-speech/JBFqnCBsd6RMkjVDRZzb?output_format=ogg | {"text": "x"}                   | output_format
                    text-to-speech/JBFqnCBsd6RMkjVDRZzb?format=mp3 | {"text": "x"}                          | format
                    sound-generation | {"text": "x", "duration_seconds": 31}                                | duration_seconds
                    music       | {"prompt": "x", "music_length_ms": 2999}                                  | music_length_ms
                    music       | {"prompt": "x", "music_length_ms": "60000"}                               | music_length_ms
                    music       | {"prompt": "x", "model_id": "music_v9"}                                   | model_id
                    music       | [1]                                                                       | model_attributes_type
                    music       | {"prompt":                                                                | json_invalid
                    """)
    void what_is_not_as_published_is_refused_with_its_place_and_not_charged(String path, String json, String named) {
        assertThat(refused(path, json)).contains("\"loc\"", named);
        assertThat(simulator.charges("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"eleven_v3, 5001, max_character_limit_exceeded", "eleven_v9, 1, model_not_found"})
    void a_model_has_its_limits(String model, int length, String status) {
        var answer = post(SPEECH, "{\"text\": \"%s\", \"model_id\": \"%s\"}".formatted("a".repeat(length), model));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("detail").path("status").asString()).isEqualTo(status);
    }

    @Test
    void voices_and_keys_are_checked_and_a_form_is_no_body() {
        assertThat(post("text-to-speech/nobody", "{\"text\": \"x\"}").json().path("detail").path("status").asString())
                .isEqualTo("voice_not_found");
        var missing = simulator.send("POST", "/elevenlabs/v1/music", "{}");
        assertThat(missing.status()).isEqualTo(401);
        assertThat(missing.json().path("detail").path("status").asString()).isEqualTo("needs_authorization");
        assertThat(simulator.send("POST", "/elevenlabs/v1/music", "{}", "xi-api-key", "wrong").json().toString())
                .contains("invalid_api_key");
        assertThat(simulator.form("/elevenlabs/v1/music", Map.of("prompt", "x"), "xi-api-key", KEY).status())
                .isEqualTo(422);
    }

    @ParameterizedTest
    @CsvSource({"serverErrorPercent, 500, internal_server_error",
        "rateLimitedPercent, 429, too_many_concurrent_requests", "insufficientCreditPercent, 401, quota_exceeded"})
    void a_refusal_has_a_status(String fault, int http, String status) {
        simulator.faults("elevenlabs", "{\"" + fault + "\": 100}");
        var answer = post("flows/image", IMAGE.formatted(""));
        assertThat(answer.status()).isEqualTo(http);
        assertThat(answer.json().path("detail").path("status").asString()).isEqualTo(status);
        assertThat(simulator.charges("")).isEmpty();
    }

    private String refused(String path, String json) {
        var answer = post(path, json);
        assertThat(answer.status()).isEqualTo(422);
        return answer.json().toString();
    }

    private Answer post(String path, String json) {
        return simulator.send("POST", "/elevenlabs/v1/" + path, json, "xi-api-key", KEY);
    }

    private Answer get(String path) {
        return simulator.get("/elevenlabs/v1/" + path, "xi-api-key", KEY);
    }
}
