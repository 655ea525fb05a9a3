package dev.atelier.simulator;

import java.time.Duration;
import java.util.ArrayList;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class RunwayTest {

    private static final String KEY = "runway-key";
    private static final String CLIP = """
            {"model": "gen4.5", "promptText": "Waves", "ratio": "1280:720", "duration": 5, "seed": 42}""";

    private static RunningSimulator simulator;

    @BeforeAll
    static void start() {
        simulator = RunningSimulator.start("--atelier.simulator.runway.api-keys=" + KEY,
                "--atelier.simulator.faults.runway.delay=200ms");
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    @BeforeEach
    void reset() {
        simulator.send("DELETE", "/__simulator", null);
    }

    @Test
    void a_task_is_pending_then_running_then_succeeds() {
        simulator.faults("runway", "{\"delay\": 600}");
        var answer = create("text_to_video", CLIP);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/estimatedCost/credits").isNumber()).isTrue();
        var id = answer.json().path("id").asString();

        var statuses = new ArrayList<String>();
        await().pollInterval(Duration.ofMillis(25)).until(() -> {
            var status = task(id).json().path("status").asString();
            if (statuses.isEmpty() || !statuses.getLast().equals(status)) {
                statuses.add(status);
            }
            return status.equals("SUCCEEDED");
        });
        assertThat(statuses).containsExactly("PENDING", "RUNNING", "SUCCEEDED");
        assertThat(task(id).json().path("output").get(0).asString())
                .isEqualTo(simulator.url() + "/files/runway/" + id + "/1.mp4");
    }

    @Test
    void as_many_pictures_come_as_were_asked_for() {
        simulator.faults("runway", "{\"delay\": 0}");
        var id = create("text_to_image", """
                {"model": "gemini_image3_pro", "promptText": "Teapots", "ratio": "1024:1024", "outputCount": 4}""")
                .json()
                .path("id")
                .asString();
        assertThat(task(id).json().path("output")).hasSize(4);
    }

    @Test
    void a_deleted_task_is_gone_with_what_it_made() {
        var running = create("text_to_video", CLIP).json().path("id").asString();
        simulator.faults("runway", "{\"delay\": 0}");
        var done = create("text_to_video", CLIP).json().path("id").asString();
        var file = task(done).json().path("output").get(0).asString();

        assertThat(delete(running).status()).isEqualTo(204);
        assertThat(delete(done).status()).isEqualTo(204);

        assertThat(delete(running).status()).isEqualTo(404);
        assertThat(task(running).status()).isEqualTo(404);
        assertThat(task(running).json().path("error").asString()).isNotBlank();
        assertThat(simulator.fetch(file).status()).isEqualTo(404);
    }

    @Test
    void a_failure_and_a_rejection_have_codes() {
        simulator.faults("runway", "{\"delay\": 0, \"failPercent\": 100}");
        var failed = create("text_to_video", CLIP).json().path("id").asString();
        simulator.faults("runway", "{\"delay\": 0, \"contentRejectedPercent\": 100}");
        var rejected = create("text_to_video", CLIP).json().path("id").asString();

        assertThat(task(failed).json().path("status").asString()).isEqualTo("FAILED");
        assertThat(task(failed).json().path("failureCode").asString()).startsWith("INTERNAL.");
        assertThat(task(rejected).json().path("failureCode").asString()).isEqualTo("SAFETY.INPUT.TEXT");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            textBlock = """
                    text_to_image  | {"promptText": "x"}                                                                 | /model
                    text_to_image  | {"model": "gen4.5", "promptText": "x", "ratio": "1280:720"}                         | /model
                    text_to_image  | {"model": "gen4_image", "promptText": "x"}                                          | /ratio
                    text_to_image  | {"model": "gen4_image", "ratio": "1280:720"}                                        | /promptText
                    text_to_image  | {"model": "gen4_image", "promptText": "", "ratio": "1280:720"}                      | /promptText
                    text_to_image  | {"model": "gen4_image", "promptText": "x", "ratio": "16:9"}                         | /ratio
                    text_to_image  | {"model": "gen4_image", "promptText": "x", "ratio": "1280:720", "outputCount": 1}   | ''
                    text_to_image  | {"model": "gen4_image", "promptText": "x", "ratio": "1280:720", "seed": -1}         | /seed
                    text_to_image  | {"model": "gen4_image", "promptText": "x", "ratio": "1280:720", "referenceImages": ["https://x.example/a"]} | /referenceImages/0
                    text_to_image  | {"model": "gen4_image", "promptText": "x", "ratio": "1280:720", "referenceImages": [{"uri": "http://x.example/a"}]} | /referenceImages/0/uri
                    text_to_image  | {"model": "gen4_image", "promptText": "x", "ratio": "1280:720", "contentModeration": {"publicFigureThreshold": "high"}} | /contentModeration/publicFigureThreshold
                    text_to_image  | {"model": "gen4_image_turbo", "promptText": "x", "ratio": "1280:720"}               | /referenceImages
                    text_to_image  | {"model": "gen4_image_turbo", "promptText": "x", "ratio": "1280:720", "referenceImages": []} | /referenceImages
                    text_to_image  | {"model": "gemini_image3_pro", "promptText": "x", "ratio": "1024:1024", "outputCount": 2} | /outputCount
                    text_to_image  | {"model": "gemini_2.5_flash", "promptText": "x", "ratio": "1024:1024", "seed": 1}   | ''
                    text_to_video  | {"model": "gen4.5", "promptText": "x", "ratio": "1280:720"}                         | /duration
                    text_to_video  | {"model": "gen4.5", "promptText": "x", "ratio": "960:960", "duration": 5}           | /ratio
                    text_to_video  | {"model": "gen4.5", "promptText": "x", "ratio": "1280:720", "duration": 11}         | /duration
                    text_to_video  | {"model": "gen4.5", "promptText": "x", "ratio": "1280:720", "duration": "5"}        | /duration
                    text_to_video  | {"model": "gen4_turbo", "promptText": "x", "ratio": "1280:720"}                     | /model
                    text_to_video  | {"model": "veo3.1", "promptText": "x", "ratio": "1280:720", "duration": 5}          | /duration
                    text_to_video  | {"model": "veo3.1", "promptText": "x", "ratio": "1280:720", "audio": "yes"}         | /audio
                    text_to_video  | {"model": "happyhorse_1_0", "promptText": "x"}                                      | /promptText
                    image_to_video | {"model": "gen4_turbo", "ratio": "1280:720"}                                        | /promptImage
                    image_to_video | {"model": "gen4_turbo", "ratio": "1280:720", "promptImage": "cliff.png"}            | /promptImage
                    image_to_video | {"model": "gen4_turbo", "ratio": "1280:720", "promptImage": [{"uri": "https://x.example/a", "position": "last"}]} | /promptImage/0/position
                    text_to_speech | {"model": "eleven_v3", "promptText": "x"}                                           | /voice
                    text_to_speech | {"model": "eleven_v3", "promptText": "x", "voice": {"type": "runway-preset", "presetId": "Nobody"}} | /voice/presetId
                    sound_effect   | {"model": "eleven_text_to_sound_v2", "promptText": "x", "duration": 31}             | /duration
                    """)
    void nonsense_is_refused_with_its_place_and_never_charged(String endpoint, String json, String pointer) {
        var answer = create(endpoint, json);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("error").asString()).isEqualTo("Validation of body failed");
        assertThat(answer.json().path("docUrl").isString()).isTrue();
        var issue = answer.json().path("issues").get(0);
        var path = new StringBuilder();
        issue.path("path").forEach(it -> path.append('/').append(it.asString()));
        assertThat(path).hasToString(pointer);
        assertThat(issue.path("code").asString()).isNotBlank();
        assertThat(issue.path("message").asString()).isNotBlank();
        assertThat(simulator.charges("")).isEmpty();
    }

    @Test
    void a_prompt_is_counted_in_utf_16() {
        assertThat(promptOf("x".repeat(1000))).isEqualTo(200);
        assertThat(promptOf("🦊".repeat(500))).isEqualTo(200);
        assertThat(promptOf("🦊".repeat(501))).isEqualTo(400);
    }

    @Test
    void a_body_that_is_no_object_is_refused() {
        assertThat(create("text_to_image", "{\"model\":").status()).isEqualTo(400);
        assertThat(create("text_to_image", "[]").status()).isEqualTo(400);
    }

    @Test
    void no_call_is_answered_without_a_version() {
        assertThat(simulator.send("POST", "/runway/v1/text_to_video", CLIP, "Authorization", "Bearer " + KEY).status())
                .isEqualTo(400);
        assertThat(simulator.get("/runway/v1/tasks/1", "Authorization", "Bearer " + KEY).status()).isEqualTo(400);
        assertThat(simulator.get("/runway/v1/tasks/1", "Authorization", "Bearer " + KEY, "X-Runway-Version",
                "2023-09-06").status()).isEqualTo(400);
    }

    @Test
    void a_wrong_key_is_refused() {
        assertThat(simulator.send("POST", "/runway/v1/text_to_video", CLIP, "Authorization", "Bearer wrong",
                "X-Runway-Version", "2024-11-06").status()).isEqualTo(401);
        assertThat(simulator.get("/runway/v1/tasks/1", "Authorization", KEY, "X-Runway-Version", "2024-11-06").status())
                .isEqualTo(401);
    }

    @Test
    void an_unknown_endpoint_or_task_is_not_found() {
        assertThat(create("text_to_opera", "{}").status()).isEqualTo(404);
        assertThat(task("17f20503-6c24-4c16-946b-35dbbce2af2f").status()).isEqualTo(404);
    }

    private static int promptOf(String prompt) {
        return create("text_to_image", """
                {"model": "gen4_image", "promptText": "%s", "ratio": "1280:720"}""".formatted(prompt)).status();
    }

    private static RunningSimulator.Answer create(String endpoint, String json) {
        return simulator.send("POST", "/runway/v1/" + endpoint, json, headers());
    }

    private static RunningSimulator.Answer task(String id) {
        return simulator.get("/runway/v1/tasks/" + id, headers());
    }

    private static RunningSimulator.Answer delete(String id) {
        return simulator.send("DELETE", "/runway/v1/tasks/" + id, null, headers());
    }

    private static String[] headers() {
        return new String[]{"Authorization", "Bearer " + KEY, "X-Runway-Version", "2024-11-06"};
    }
}
