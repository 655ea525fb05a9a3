package dev.atelier.simulator;

import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class GeminigenTest {

    private static final String KEY = RunningSimulator.GEMINIGEN_KEY;
    private static final String SPEECH = """
            {"model": "tts-flash", "voices": [{"name": "Gacrux", "voice": {"id": "GM013", "name": "Gacrux"}}],
             "speed": 1, "input": "Your order has shipped.", "output_format": "mp3"}""";

    private final RunningSimulator simulator = RunningSimulator.shared();
    private CallbackReceiver receiver;

    @BeforeEach
    void listen() throws Exception {
        receiver = new CallbackReceiver();
        var answer = simulator.send("PUT", "/__simulator/webhooks/geminigen",
                "{\"url\": \"%s\"}".formatted(receiver.url("/webhooks/geminigen")));
        assertThat(answer.status()).isEqualTo(200);
    }

    @AfterEach
    void stopListening() {
        receiver.close();
    }

    @Test
    void a_task_is_processed_then_completed() {
        var accepted = simulator.geminigenCreate(Map.of("prompt", "Teapot", "model", "imagen-4", "aspect_ratio", "9:16",
                "resolution", "1K", "output_format", "png", "style", "Watercolor", "service_mode", "stable",
                "file_urls", "https://cdn.example.com/ref.png"));
        assertThat(accepted.status()).isEqualTo(200);
        assertThat(accepted.json().path("status").asInt()).isEqualTo(1);
        assertThat(accepted.json().path("generate_result").isNull()).isTrue();
        assertThat(accepted.json().path("input_text").asString()).isEqualTo("Teapot");
        var uuid = accepted.json().path("uuid").asString();

        await().until(() -> history(uuid).path("status").asInt() == 2);
        var history = history(uuid);
        assertThat(history.path("status_percentage").asInt()).isEqualTo(100);
        var url = simulator.url() + "/files/geminigen/" + uuid + "/1.png";
        assertThat(history.path("generate_result").asString()).isEqualTo(url);
        assertThat(history.path("generated_image").size()).isEqualTo(1);
        assertThat(history.path("generated_image").path(0).path("image_url").asString()).isEqualTo(url);
        assertThat(history.path("used_credit").toString()).isEqualTo("20");
        assertThat(history.path("created_at").asString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d");
    }

    @Test
    void an_event_is_signed_over_its_uuid() throws Exception {
        var uuid = create("Teapot");
        await().until(() -> receiver.received().size() == 1);
        var event = receiver.received().getFirst();
        assertThat(event.path()).isEqualTo("/webhooks/geminigen");
        assertThat(event.json().path("event").asString()).isEqualTo("IMAGE_GENERATION_COMPLETED");
        assertThat(event.json().path("data").path("uuid").asString()).isEqualTo(uuid);
        assertThat(event.json().path("uuid").asString()).isNotEqualTo(uuid);
        assertThat(event.json().path("data").path("media_url").asString()).endsWith("/1.jpg");
        assertThat(verified(publicKey(simulator), event.json().path("uuid").asString(), event)).isTrue();
    }

    @Test
    void an_event_can_be_signed_over_its_body_with_a_key_of_ones_own() throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        var pair = generator.generateKeyPair();
        var pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        try (var other = RunningSimulator.start("--atelier.simulator.geminigen.signed-text=body",
                "--atelier.simulator.geminigen.signing-key=" + pem, "--atelier.simulator.geminigen.webhook-url="
                        + receiver.url("/other"))) {
            assertThat(publicKey(other)).isEqualTo(pair.getPublic());
            other.geminigenCreate("Teapot");
            await().until(() -> receiver.received().size() == 1);
            var event = receiver.received().getFirst();
            assertThat(verified(pair.getPublic(), event.body(), event)).isTrue();
        }
    }

    @Test
    void a_refused_webhook_is_sent_three_times_more_with_the_same_event_uuid() {
        receiver.refuse(10);
        create("Teapot");
        await().until(() -> receiver.received().size() == 4);
        await().during(Duration.ofMillis(300)).until(() -> receiver.received().size() == 4);
        assertThat(receiver.received().stream().map(event -> event.json().path("uuid").asString()).distinct())
                .hasSize(1);
    }

    @Test
    void a_failure_has_status_3_and_an_error() {
        simulator.faults("geminigen", "{\"delay\": \"0s\", \"contentRejectedPercent\": 100}");
        var uuid = create("Teapot");
        await().until(() -> receiver.received().size() == 1);
        assertThat(history(uuid).path("status").asInt()).isEqualTo(3);
        assertThat(history(uuid).path("error_code").asString()).isEqualTo("GEMINI_RAI_MEDIA_FILTERED");
        var event = receiver.received().getFirst().json();
        assertThat(event.path("event").asString()).isEqualTo("IMAGE_GENERATION_FAILED");
        assertThat(event.path("data").path("media_url").isNull()).isTrue();

        simulator.faults("geminigen", "{\"delay\": \"0s\", \"failPercent\": 100}");
        assertThat(history(create("Teapot")).path("error_code").asString()).isEqualTo("SYSTEM_ERROR");
    }

    @Test
    void an_answer_may_already_be_terminal() {
        simulator.faults("geminigen", "{\"delay\": 0}");
        var accepted = simulator.geminigenCreate("Teapot").json();
        assertThat(accepted.path("status").asInt()).isEqualTo(2);
        assertThat(accepted.path("generate_result").asString()).startsWith("http");
    }

    @Test
    void json_is_answered_as_a_form_without_fields() {
        var answer = simulator.send("POST", "/geminigen/uapi/v1/generate_image",
                "{\"prompt\": \"Teapot\", \"model\": \"imagen-4\"}", "x-api-key", KEY);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().path("detail").path(0).path("msg").asString()).isEqualTo("field required");
        assertThat(simulator.charges("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"model, imagen-9", "aspect_ratio, 21:9", "resolution, 8K", "output_format, jpg", "style, Cubist",
        "service_mode, fast", "seed, 7", "negative_prompt, blur", "file_urls, ref.png", "prompt, ''",
        "callBackUrl, http://localhost/"})
    void nonsense_is_refused_with_422_and_never_charged(String field, String value) {
        var fields = new HashMap<>(Map.of("prompt", "Teapot", "model", "imagen-4"));
        fields.put(field, value);
        var answer = simulator.geminigenCreate(fields);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().path("detail").toString()).contains(field);
        assertThat(simulator.charges("")).isEmpty();
    }

    @Test
    void keys_are_checked_and_errors_have_a_code() {
        var missing = simulator.get("/geminigen/uapi/v1/account");
        assertThat(missing.status()).isEqualTo(400);
        assertThat(missing.json().path("detail").path("error_code").asString()).isEqualTo("API_KEY_REQUIRED");
        var wrong = simulator.get("/geminigen/uapi/v1/account", "x-api-key", "wrong");
        assertThat(wrong.status()).isEqualTo(404);
        assertThat(wrong.json().path("detail").path("error_code").asString()).isEqualTo("API_KEY_NOT_FOUND");
        var unknown = simulator.geminigenHistory("c558a44c-c91c-11f0-98b4-0242ac120004");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.json().path("detail").path("message").asString()).isNotBlank();
    }

    @Test
    void the_account_tells_its_credit() {
        var account = simulator.get("/geminigen/uapi/v1/account", "x-api-key", KEY).json();
        assertThat(account.path("is_active").asBoolean()).isTrue();
        assertThat(account.path("user_credit").path("available_credit").isNumber()).isTrue();
    }

    @Test
    void histories_are_paged_newest_first() {
        create("first");
        create("second");
        create("third");
        var page = simulator.get("/geminigen/uapi/v1/histories?filter_by=image&items_per_page=2&page=1", "x-api-key",
                KEY).json();
        assertThat(page.path("success").asBoolean()).isTrue();
        assertThat(page.path("total").asInt()).isEqualTo(3);
        assertThat(page.path("result").valueStream().map(it -> it.path("input_text").asString()))
                .containsExactly("third", "second");
        var rest = simulator.get("/geminigen/uapi/v1/histories?filter_by=all&items_per_page=2&page=2", "x-api-key",
                KEY).json();
        assertThat(rest.path("result").valueStream().map(it -> it.path("input_text").asString()))
                .containsExactly("first");
        assertThat(simulator.get("/geminigen/uapi/v1/histories?filter_by=video", "x-api-key", KEY)
                .json()
                .path("total")
                .asInt()).isZero();
    }

    @Test
    void reference_pictures_come_as_files() {
        assertThat(simulator.geminigenCreate("generate_image", Map.of("prompt", "Teapot", "model", "nano-banana-2",
                "files", List.of(RunningSimulator.png(), RunningSimulator.png()))).status()).isEqualTo(200);

        assertThat(refusal("generate_image", Map.of("prompt", "Teapot", "model", "nano-banana-2", "files",
                "no file".getBytes(StandardCharsets.UTF_8)))).isEqualTo("FILE_TYPE_NOT_ALLOWED");
        assertThat(refusal("video-gen/veo", Map.of("prompt", "Teapot", "model", "veo-3.1", "ref_images",
                Collections.nCopies(4, RunningSimulator.png())))).isEqualTo("TOO_MANY_IMAGES");
        assertThat(simulator.charges("")).hasSize(1);
    }

    @Test
    void a_clip_is_reported_as_a_video() {
        var uuid = simulator.geminigenCreate("video-gen/veo", Map.of("prompt", "Teapot", "model", "veo-3.1-fast",
                "resolution", "1080p", "aspect_ratio", "9:16", "mode_image", "frame", "ref_images",
                List.of(RunningSimulator.png(), "https://cdn.example.com/end.png"))).json().path("uuid").asString();

        await().until(() -> receiver.received().size() == 1);
        var event = receiver.received().getFirst().json();
        assertThat(event.path("event").asString()).isEqualTo("VIDEO_GENERATION_COMPLETED");
        assertThat(event.path("data").path("media_url").asString()).endsWith("/1.mp4");
        assertThat(history(uuid).path("generated_video").path(0).path("video_url").asString()).endsWith("/1.mp4");
        assertThat(history(uuid).path("generated_image")).isEmpty();
        assertThat(simulator.get("/geminigen/uapi/v1/histories?filter_by=video", "x-api-key", KEY)
                .json()
                .path("total")
                .asInt()).isEqualTo(1);
    }

    @Test
    void speech_is_asked_for_in_json_and_goes_through_stages_of_its_own() {
        simulator.faults("geminigen", "{\"delay\": \"1s\"}");
        var accepted = speak(SPEECH).json();
        assertThat(accepted.path("success").asBoolean()).isTrue();
        assertThat(accepted.path("result").path("type").asString()).isEqualTo("tts-text");
        var uuid = accepted.path("result").path("uuid").asString();

        await().pollInterval(Duration.ofMillis(20)).until(() -> history(uuid).path("status").asInt() >= 11);
        assertThat(history(uuid).path("status").asInt()).isBetween(11, 14);
        await().until(() -> receiver.received().size() == 1);
        assertThat(receiver.received().getFirst().json().path("event").asString()).isEqualTo("TTS_TEXT_SUCCESS");
        assertThat(history(uuid).path("generated_audio").path(0).path("audio_url").asString()).endsWith("/1.mp3");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "tts-flash" | "tts-slow"            | 422 | VALIDATION_ERROR
            "speed": 1  | "speed": 0.5          | 422 | VALIDATION_ERROR
            "mp3"       | "ogg"                 | 422 | VALIDATION_ERROR
            "GM013"     | "nobody"              | 400 | VOICE_NOT_FOUND
            "input"     | "text"                | 422 | VALIDATION_ERROR
            """)
    void speech_that_is_not_as_published_is_refused(String good, String bad, int status, String code) {
        var answer = speak(SPEECH.replace(good, bad));
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().path("detail").path("error_code").asString()).isEqualTo(code);
        assertThat(simulator.charges("")).isEmpty();
    }

    @Test
    void speech_has_a_text_and_is_no_form() {
        assertThat(speak(SPEECH.replace("Your order", " ".repeat(2)).replace(" has shipped.", "")).status())
                .isEqualTo(422);
        assertThat(simulator.geminigenCreate("text-to-speech", Map.of("input", "Teapot")).status()).isEqualTo(422);
        assertThat(speak(SPEECH.replace("Your order", "a".repeat(10_001))).json().toString())
                .contains("TEXT_TOO_LONG");
    }

    @ParameterizedTest
    @CsvSource({"video-gen/veo, model, sora-2", "video-gen/veo, duration, 8", "video-gen/veo, resolution, 4K",
        "video-gen/kling, prompt, short", "video-gen/kling, duration, 2", "video-gen/kling, resolution, 720p",
        "video-gen/seedance, duration, 16", "video-gen/seedance, files, x", "video-gen/grok, aspect_ratio, 16:9",
        "video-gen/grok, duration, 8", "imagen/grok, num_result, 9", "imagen/grok, mode, fast",
        "imagen/gpt-image-2, model, gpt-image-2", "imagen/gpt-image-2, file_urls, https://cdn.example.com/a.png",
        "video-gen/veo, ref_images, a.png"})
    void each_endpoint_takes_only_what_is_published_for_it(String endpoint, String field, String value) {
        var models = Map.of("video-gen/veo", "veo-3.1", "video-gen/kling", "kling-video-3-0", "video-gen/grok",
                "grok-3");
        var fields = new HashMap<String, String>(Map.of("prompt", "A teapot on a sill"));
        if (models.containsKey(endpoint)) {
            fields.put("model", models.get(endpoint));
        }
        fields.put(field, value);
        var answer = simulator.geminigenCreate(endpoint, fields);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().path("detail").toString()).contains(field);
        assertThat(simulator.charges("")).isEmpty();
    }

    private RunningSimulator.Answer speak(String json) {
        return simulator.send("POST", "/geminigen/uapi/v1/text-to-speech", json, "x-api-key", KEY);
    }

    private String refusal(String endpoint, Map<String, ?> fields) {
        var answer = simulator.geminigenCreate(endpoint, fields);
        assertThat(answer.status()).isEqualTo(400);
        return answer.json().path("detail").path("error_code").asString();
    }

    private String create(String prompt) {
        return simulator.geminigenCreate(prompt).json().path("uuid").asString();
    }

    private JsonNode history(String uuid) {
        return simulator.geminigenHistory(uuid).json();
    }

    private static PublicKey publicKey(RunningSimulator simulator) throws Exception {
        var pem = simulator.get("/geminigen/public-key.pem").text();
        assertThat(pem).startsWith("-----BEGIN PUBLIC KEY-----");
        return KeyFactory.getInstance("RSA")
                .generatePublic(new X509EncodedKeySpec(
                        Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", "").strip())));
    }

    private static boolean verified(PublicKey key, String text, CallbackReceiver.Received event) throws Exception {
        var verifier = Signature.getInstance("SHA256withRSA");
        verifier.initVerify(key);
        verifier.update(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        return verifier.verify(HexFormat.of().parseHex(event.header("x-signature")));
    }
}
