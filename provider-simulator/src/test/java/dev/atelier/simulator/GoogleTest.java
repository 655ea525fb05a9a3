package dev.atelier.simulator;

import java.util.Base64;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import dev.atelier.simulator.RunningSimulator.Answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class GoogleTest {

    private static final String IMAGE = "/google/v1beta/models/gemini-3.1-flash-image:generateContent";
    private static final String VEO = "/google/v1beta/models/veo-3.1-generate-preview:predictLongRunning";
    private static final String INTERACTIONS = "/google/v1beta/interactions";
    private static final String FILM = """
            {"model": "gemini-omni-1.1-flash", "background": true, "input": "Waves", "response_format": {"type": "video"},
             "webhook_config": {"uris": ["%s"], "user_metadata": {"job": "7d0f"}}}
            """;

    private final RunningSimulator simulator = RunningSimulator.shared();
    private CallbackReceiver receiver;

    @BeforeEach
    void listen() throws Exception {
        receiver = new CallbackReceiver();
        simulator.faults("google", "{\"delay\": 50}");
    }

    @AfterEach
    void stopListening() {
        receiver.close();
    }

    @Test
    void a_picture_comes_in_the_answer_and_is_charged() {
        var answer = post(IMAGE, """
                {"contents": [{"role": "user", "parts": [{"text": "Teapot"}]}],
                 "generationConfig": {"responseModalities": ["TEXT", "IMAGE"],
                  "imageConfig": {"aspectRatio": "8:1", "imageSize": "512"}}}
                """);

        assertThat(answer.status()).isEqualTo(200);
        var candidate = answer.json().at("/candidates/0");
        assertThat(candidate.path("finishReason").asString()).isEqualTo("STOP");
        var file = candidate.at("/content/parts/1/inlineData");
        assertThat(file.path("mimeType").asString()).isEqualTo("image/png");
        assertThat(Base64.getDecoder().decode(file.path("data").asString())).startsWith(0x89, 'P', 'N', 'G');
        assertThat(simulator.charges("?provider=google").size()).isEqualTo(1);
    }

    @Test
    void speech_is_bare_samples() {
        var file = post("/google/v1beta/models/gemini-3.8-flash-tts:generateContent", """
                {"contents": [{"parts": [{"text": "Nine."}]}], "generationConfig": {"responseModalities": ["AUDIO"],
                 "speechConfig": {"voiceConfig": {"prebuiltVoiceConfig": {"voiceName": "Kore"}}}}}
                """).json().at("/candidates/0/content/parts/0/inlineData");

        assertThat(file.path("mimeType").asString()).isEqualTo("audio/L16;codec=pcm;rate=24000");
        assertThat(Base64.getDecoder().decode(file.path("data").asString())).hasSize(96_000);
    }

    @Test
    void an_interaction_ends_and_says_so_to_the_address_that_came_along() {
        var answer = post(INTERACTIONS, FILM.formatted(receiver.url("/callback/7d0f")));
        assertThat(answer.json().path("status").asString()).isEqualTo("in_progress");
        var id = answer.json().path("id").asString();

        await().until(() -> receiver.received().size() == 1);
        var event = receiver.received().getFirst().json();
        assertThat(event.path("type").asString()).isEqualTo("interaction.completed");
        assertThat(event.at("/data/id").asString()).isEqualTo(id);
        assertThat(event.at("/data/user_metadata/job").asString()).isEqualTo("7d0f");

        var uri = get(INTERACTIONS + "/" + id).json().at("/steps/1/content/0/uri").asString();
        assertThat(uri).startsWith(simulator.url() + "/google/v1beta/files/").endsWith(":download?alt=media");
        assertThat(simulator.fetch(uri).status()).isEqualTo(403);
        var file = get(uri.substring(simulator.url().toString().length()));
        assertThat(file.status()).isEqualTo(302);
        assertThat(simulator.fetch(file.header("Location")).status()).isEqualTo(200);
    }

    @Test
    void an_interaction_can_be_cancelled_until_it_has_ended() {
        simulator.faults("google", "{\"delay\": 60000}");
        var id = post(INTERACTIONS, FILM.formatted(receiver.url("/callback"))).json().path("id").asString();

        assertThat(post(INTERACTIONS + "/" + id + "/cancel", "").json().path("status").asString())
                .isEqualTo("cancelled");
        assertThat(get(INTERACTIONS + "/" + id).json().path("status").asString()).isEqualTo("cancelled");
    }

    @Test
    void an_operation_is_done_with_samples_an_error_or_filtered_ones() {
        simulator.faults("google", "{\"delay\": 0}");
        assertThat(film().at("/response/generateVideoResponse/generatedSamples/0/video/uri").asString())
                .contains("/v1beta/files/");
        simulator.faults("google", "{\"delay\": 0, \"failPercent\": 100}");
        assertThat(film().at("/error/code").asInt()).isEqualTo(13);
        simulator.faults("google", "{\"delay\": 0, \"contentRejectedPercent\": 100}");
        assertThat(film().at("/response/generateVideoResponse/raiMediaFilteredCount").asInt()).isEqualTo(1);
    }

    private JsonNode film() {
        var name = post(VEO, "{\"instances\": [{\"prompt\": \"Waves\"}]}").json().path("name").asString();
        return get("/google/v1beta/" + name).json();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            textBlock = """
                    {"contents": [{"parts": [{"text": "x"}]}]}                                                                                       | 400
                    {"contents": [], "generationConfig": {}}                                                                                         | 400
                    {"contents": [{"parts": [{"text": "x"}]}], "generationConfig": {"imageConfig": {"imageSize": "8K"}}}                             | 400
                    {"contents": [{"parts": [{"text": "x"}]}], "generationConfig": {"imageConfig": {"aspectRatio": "5:7"}}}                          | 400
                    {"contents": [{"parts": [{"text": "x"}]}], "generationConfig": {"imageConfig": {"outputMimeType": "image/png"}}}                 | 400
                    {"contents": [{"parts": [{"text": "x"}]}], "generationConfig": {"responseModalities": ["VIDEO"]}}                                | 400
                    {"contents": [{"parts": [{"text": "x"}]}], "generationConfig": {"negativePrompt": "y"}}                                          | 400
                    {"contents": [{"parts": [{"inlineData": {"mimeType": "image/png", "data": "?"}}]}], "generationConfig": {}}                      | 400
                    {"contents": [{"parts": [{"inlineData": {"mimeType": "image/gif", "data": "AAAA"}}]}], "generationConfig": {}}                   | 400
                    {"contents": [{"role": "system", "parts": [{"text": "x"}]}], "generationConfig": {}}                                             | 400
                    {"contents":                                                                                                                     | 400
                    """)
    void nonsense_is_refused_and_never_charged(String json, int status) {
        refused(post(IMAGE, json), status, "INVALID_ARGUMENT");
    }

    @Test
    void so_it_is_at_the_other_doors() {
        for (var json : List.of("{\"model\": \"gemini-omni-1.1-flash\"}",
                "{\"model\": \"gemini-omni-1.1-flash\", \"input\": \"x\", \"background\": true, \"store\": false}",
                "{\"model\": \"gemini-omni-1.1-flash\", \"input\": \"x\", \"strange\": 1}",
                "{\"model\": \"gemini-omni-1.1-flash\", \"input\": \"x\", \"response_format\": {\"type\": \"video\","
                        + " \"duration\": \"11s\"}}",
                "{\"model\": \"gemini-omni-1.1-flash\", \"input\": \"x\", \"generation_config\": {\"video_config\":"
                        + " {\"task\": \"image_to_video\"}}}",
                "{\"model\": \"lyria-3.5\", \"input\": \"x\", \"response_format\": {\"type\": \"audio\", \"mime_type\":"
                        + " \"audio/mp3\"}}")) {
            refused(post(INTERACTIONS, json), 400, "INVALID_ARGUMENT");
        }
        for (var parameters : List.of("{\"durationSeconds\": 5}", "{\"durationSeconds\": \"8\"}",
                "{\"durationSeconds\": 4, \"resolution\": \"1080p\"}", "{\"aspectRatio\": \"1:1\"}",
                "{\"resolution\": \"4K\"}", "{\"strange\": 1}")) {
            refused(post(VEO, "{\"instances\": [{\"prompt\": \"x\"}], \"parameters\": " + parameters + "}"), 400,
                    "INVALID_ARGUMENT");
        }
    }

    @Test
    void what_it_does_not_have_is_not_found() {
        refused(post("/google/v1beta/models/gemini-9:generateContent", "{}"), 404, "NOT_FOUND");
        refused(post("/google/v1beta/models/gemini-3.8-flash:predict", "{}"), 404, "NOT_FOUND");
        refused(post("/google/v1beta/models/lyria-3.5:generateContent", "{}"), 404, "NOT_FOUND");
        refused(post(INTERACTIONS, "{\"model\": \"gemini-9\", \"input\": \"x\"}"), 404, "NOT_FOUND");
        refused(get(INTERACTIONS + "/v1_none"), 404, "NOT_FOUND");
        refused(get("/google/v1beta/models/veo-3.1-generate-preview/operations/none"), 404, "NOT_FOUND");
    }

    @Test
    void a_key_is_needed_and_must_be_right() {
        refused(simulator.send("POST", IMAGE, "{}"), 403, "PERMISSION_DENIED");
        refused(simulator.send("POST", IMAGE + "?key=" + RunningSimulator.GOOGLE_KEY, "{}"), 403, "PERMISSION_DENIED");
        var wrong = simulator.send("POST", INTERACTIONS, "{}", "x-goog-api-key", "wrong");
        refused(wrong, 400, "INVALID_ARGUMENT");
        assertThat(wrong.json().at("/error/details/0/reason").asString()).isEqualTo("API_KEY_INVALID");
    }

    @Test
    void who_asks_too_often_is_told_when_to_come_back() {
        simulator.faults("google", "{\"rateLimitedPercent\": 100}");

        var answer = post(VEO, "{\"instances\": [{\"prompt\": \"x\"}]}");

        refused(answer, 429, "RESOURCE_EXHAUSTED");
        assertThat(answer.json().at("/error/details/0/retryDelay").asString()).isEqualTo("1s");
    }

    private void refused(Answer answer, int status, String name) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().at("/error/code").asInt()).isEqualTo(status);
        assertThat(answer.json().at("/error/status").asString()).isEqualTo(name);
        assertThat(answer.json().at("/error/message").asString()).isNotBlank();
        assertThat(simulator.charges("?provider=google").size()).isZero();
    }

    private Answer post(String path, String json) {
        return simulator.send("POST", path, json, "x-goog-api-key", RunningSimulator.GOOGLE_KEY);
    }

    private Answer get(String path) {
        return simulator.get(path, "x-goog-api-key", RunningSimulator.GOOGLE_KEY);
    }
}
