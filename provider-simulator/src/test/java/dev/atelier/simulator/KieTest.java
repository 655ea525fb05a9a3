package dev.atelier.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class KieTest {

    private static final String JOB = "0198c0de-0000-7000-8000-00000000beef";
    private static final String BEARER = "Bearer " + RunningSimulator.KIE_KEY;

    private final JsonMapper mapper = JsonMapper.builder().build();
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
    void a_task_waits_then_is_worked_on_then_succeeds() {
        simulator.faults("kie", "{\"delay\": 600}");
        var answer = simulator.kieCreate("""
                {"model": "nano-banana-2", "callBackUrl": "%s", "input": {"prompt": "Teapot", "aspect_ratio": "16:9",
                 "resolution": "2K", "output_format": "png", "image_input": []}}
                """.formatted(receiver.url("/callback/" + JOB)));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("code").asInt()).isEqualTo(200);
        var taskId = answer.json().path("data").path("taskId").asString();
        assertThat(taskId).matches("[0-9a-f]{32}");

        var states = new ArrayList<String>();
        await().pollInterval(Duration.ofMillis(25)).until(() -> {
            var state = simulator.kieRecord(taskId).path("data").path("state").asString();
            if (states.isEmpty() || !states.getLast().equals(state)) {
                states.add(state);
            }
            return state.equals("success");
        });
        assertThat(states).containsExactly("waiting", "generating", "success");

        var data = simulator.kieRecord(taskId).path("data");
        assertThat(data.path("model").asString()).isEqualTo("nano-banana-2");
        assertThat(data.path("resultJson").isString()).isTrue();
        assertThat(resultUrls(data)).containsExactly(simulator.url() + "/files/kie/" + taskId + "/1.png");
        assertThat(data.path("failCode").asString()).isEmpty();
        assertThat(data.path("creditsConsumed").asDouble()).isEqualTo(12);
        assertThat(data.path("completeTime").asLong()).isEqualTo(data.path("createTime").asLong() + 600);
        var param = mapper.readTree(data.path("param").asString());
        assertThat(param.path("callBackUrl").asString()).endsWith(JOB);
        assertThat(mapper.readTree(param.path("input").asString()).path("prompt").asString()).isEqualTo("Teapot");
    }

    @Test
    void a_success_is_called_back_and_signed() throws Exception {
        var taskId = create(receiver.url("/callback/" + JOB + "?token=x"), "Teapot");
        await().until(() -> receiver.received().size() == 1);

        var callback = receiver.received().getFirst();
        assertThat(callback.path()).isEqualTo("/callback/" + JOB + "?token=x");
        assertThat(callback.header("content-type")).isEqualTo("application/json");
        assertThat(callback.json().path("code").asInt()).isEqualTo(200);
        var data = callback.json().path("data");
        assertThat(data.propertyNames()).containsExactlyInAnyOrder("taskId", "model", "state", "param", "resultJson",
                "costTime", "createTime", "completeTime", "updateTime", "creditsConsumed", "failCode", "failMsg");
        assertThat(data.path("taskId").asString()).isEqualTo(taskId);
        assertThat(data.path("state").asString()).isEqualTo("success");
        assertThat(data.path("failCode").isNull()).isTrue();
        assertThat(resultUrls(data)).hasSize(1);

        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(RunningSimulator.KIE_HMAC_KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        var timestamp = callback.header("X-Webhook-Timestamp");
        assertThat(Math.abs(Long.parseLong(timestamp) - callback.at().getEpochSecond())).isLessThanOrEqualTo(2);
        assertThat(Base64.getDecoder().decode(callback.header("X-Webhook-Signature")))
                .isEqualTo(mac.doFinal((taskId + "." + timestamp).getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void a_failure_is_called_back_with_501_and_a_rejection_with_400() {
        simulator.faults("kie", "{\"delay\": 0, \"failPercent\": 100}");
        var failed = create(receiver.url("/callback/1"), "Teapot");
        await().until(() -> receiver.received().size() == 1);
        simulator.faults("kie", "{\"delay\": 0, \"contentRejectedPercent\": 100}");
        var rejected = create(receiver.url("/callback/2"), "Teapot");
        await().until(() -> receiver.received().size() == 2);

        var failure = receiver.received().getFirst().json();
        assertThat(failure.path("code").asInt()).isEqualTo(501);
        assertThat(failure.path("data").propertyNames()).containsExactlyInAnyOrder("taskId", "model", "state", "param",
                "resultJson", "failCode", "failMsg", "costTime", "createTime", "completeTime", "creditsConsumed");
        assertThat(failure.path("data").path("resultJson").isNull()).isTrue();
        assertThat(failure.path("data").path("failCode").asString()).isEqualTo("500");
        assertThat(receiver.received().getLast().json().path("code").asInt()).isEqualTo(400);

        assertThat(simulator.kieRecord(failed).path("data").path("state").asString()).isEqualTo("fail");
        assertThat(simulator.kieRecord(rejected).path("data").path("failCode").asString()).isEqualTo("400");
        assertThat(simulator.fetch(simulator.url() + "/files/kie/" + failed + "/1.jpg").status()).isEqualTo(404);
    }

    @Test
    void a_callback_is_tried_three_times() {
        simulator.faults("kie", "{\"delay\": 0}");
        receiver.refuse(2);
        create(receiver.url("/callback/a"), "Teapot");
        await().until(() -> receiver.received().size() == 3);
        receiver.refuse(10);
        create(receiver.url("/callback/b"), "Teapot");
        await().until(() -> receiver.received().size() == 6);
        await().during(Duration.ofMillis(300)).until(() -> receiver.received().size() == 6);
    }

    @Test
    void seedream_makes_as_many_pictures_as_were_asked_for() {
        simulator.faults("kie", "{\"delay\": 0}");
        var taskId = simulator.kieCreate("""
                {"model": "bytedance/seedream-v4-text-to-image", "input": {"prompt": "Three teapots",
                 "image_size": "portrait_16_9", "image_resolution": "1K", "max_images": 3, "seed": 7,
                 "nsfw_checker": false}}
                """).json().path("data").path("taskId").asString();
        var data = simulator.kieRecord(taskId).path("data");
        assertThat(resultUrls(data)).hasSize(3).allMatch(url -> url.contains("/files/kie/" + taskId + "/"));
        assertThat(data.path("creditsConsumed").asDouble()).isEqualTo(10.5);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            textBlock = """
                    {"model": "nano-banana-9", "input": {"prompt": "x"}}                                             | 404
                    {"input": {"prompt": "x"}}                                                                       | 404
                    {"model": "nano-banana-2"}                                                                       | 422
                    {"model": "nano-banana-2", "input": {}}                                                          | 422
                    {"model": "nano-banana-2", "input": {"prompt": " "}}                                             | 422
                    {"model": "nano-banana-2", "input": {"prompt": "x", "aspect_ratio": "5:7"}}                      | 422
                    {"model": "nano-banana-pro", "input": {"prompt": "x", "aspect_ratio": "1:8"}}                    | 422
                    {"model": "nano-banana-2", "input": {"prompt": "x", "resolution": "8K"}}                         | 422
                    {"model": "nano-banana-2", "input": {"prompt": "x", "output_format": "webp"}}                    | 422
                    {"model": "nano-banana-2", "input": {"prompt": "x", "image_size": "square"}}                     | 422
                    {"model": "nano-banana-2", "input": {"prompt": "x", "image_input": ["teapot.png"]}}              | 422
                    {"model": "nano-banana-2", "input": {"prompt": "x", "seed": 1}}                                  | 422
                    {"model": "bytedance/seedream-v4-text-to-image", "input": {"prompt": "x", "max_images": 7}}      | 422
                    {"model": "bytedance/seedream-v4-text-to-image", "input": {"prompt": "x", "max_images": "2"}}    | 422
                    {"model": "bytedance/seedream-v4-text-to-image", "input": {"prompt": "x", "image_size": "1:1"}}  | 422
                    {"model": "bytedance/seedream-v4-text-to-image", "input": {"prompt": "x", "nsfw_checker": "no"}} | 422
                    {"model": "nano-banana-2", "input": {"prompt": "x"}, "callBackUrl": "gateway/callback"}          | 422
                    {"model": "nano-banana-2", "input": {"prompt": "x"}, "callbackUrl": "http://localhost/"}         | 422
                    {"model":                                                                                        | 400
                    {"model": "nano-banana-2", "input": {"image_input": ["https://x.example.com/a.png"]}}            | 422
                    {"model": "google/nano-banana-edit", "input": {"prompt": "x"}}                                   | 422
                    {"model": "google/nano-banana-edit", "input": {"prompt": "x", "image_urls": []}}                 | 422
                    {"model": "google/nano-banana-edit", "input": {"prompt": "x", "image_urls": ["https://a.b/c"], "output_format": "jpg"}} | 422
                    {"model": "gpt-image-2-image-to-image", "input": {"prompt": "x", "image_urls": ["https://a.b/c"]}} | 422
                    {"model": "gpt-image-2-image-to-image", "input": {"prompt": "x", "input_urls": ["https://a.b/c"], "resolution": "2K"}} | 422
                    {"model": "gpt-image-2-image-to-image", "input": {"prompt": "x", "input_urls": ["https://a.b/c"], "aspect_ratio": "1:1", "resolution": "4K"}} | 422
                    {"model": "gpt-image-2-image-to-image", "input": {"prompt": "x", "input_urls": ["https://a.b/c"], "aspect_ratio": "4:5", "resolution": "2K"}} | 422
                    {"model": "kling-3.0/video", "input": {"prompt": "x", "duration": 5}}                            | 422
                    {"model": "kling-3.0/video", "input": {"prompt": "x", "duration": "2"}}                          | 422
                    {"model": "kling-3.0/video", "input": {"prompt": "x", "multi_shots": true}}                      | 422
                    {"model": "kling-3.0/video", "input": {"prompt": "x", "image_urls": ["https://a.b/1", "https://a.b/2", "https://a.b/3"]}} | 422
                    {"model": "kling-2.6/image-to-video", "input": {"prompt": "x", "duration": "5"}}                 | 422
                    {"model": "kling-2.6/image-to-video", "input": {"prompt": "x", "image_urls": ["https://a.b/1", "https://a.b/2"]}} | 422
                    {"model": "bytedance/seedance-2", "input": {"prompt": "xy"}}                                     | 422
                    {"model": "bytedance/seedance-2", "input": {"prompt": "xyz", "duration": "5"}}                   | 422
                    {"model": "bytedance/seedance-2", "input": {"prompt": "xyz", "duration": 16}}                    | 422
                    {"model": "bytedance/seedance-2-fast", "input": {"prompt": "xyz", "resolution": "1080p"}}        | 422
                    {"model": "bytedance/seedance-2", "input": {"prompt": "xyz", "last_frame_url": "https://a.b/c"}} | 422
                    {"model": "bytedance/seedance-2", "input": {"prompt": "xyz", "first_frame_url": "https://a.b/c", "reference_image_urls": ["https://a.b/c"]}} | 422
                    {"model": "elevenlabs/text-to-speech-turbo-2-5", "input": {"prompt": "x"}}                       | 422
                    {"model": "elevenlabs/text-to-speech-turbo-2-5", "input": {"text": "x", "voice": "Nobody"}}      | 422
                    {"model": "elevenlabs/text-to-speech-turbo-2-5", "input": {"text": "x", "speed": 1.3}}           | 422
                    {"model": "elevenlabs/text-to-speech-turbo-2-5", "input": {"text": "x", "stability": "0.5"}}     | 422
                    {"model": "elevenlabs/text-to-speech-multilingual-v2", "input": {"text": "x", "language_code": "de"}} | 422
                    """)
    void nonsense_is_refused_in_the_body_and_never_charged(String json, int code) {
        var answer = simulator.kieCreate(json);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("code").asInt()).isEqualTo(code);
        assertThat(answer.json().path("msg").asString()).isNotBlank();
        assertThat(simulator.charges("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~',
            textBlock = """
                    veo/generate           | {}
                    veo/generate           | {"prompt": "x", "model": "veo2"}
                    veo/generate           | {"prompt": "x", "aspectRatio": "16:9"}
                    veo/generate           | {"prompt": "x", "aspect_ratio": "1:1"}
                    veo/generate           | {"prompt": "x", "resolution": "4K"}
                    veo/generate           | {"prompt": "x", "seeds": 9999}
                    veo/generate           | {"prompt": "x", "duration": 8}
                    veo/generate           | {"prompt": "x", "generationType": "TEXT_2_VIDEO", "imageUrls": ["https://a.b/1"]}
                    veo/generate           | {"prompt": "x", "generationType": "FIRST_AND_LAST_FRAMES_2_VIDEO"}
                    veo/generate           | {"prompt": "x", "generationType": "REFERENCE_2_VIDEO", "model": "veo3", "imageUrls": ["https://a.b/1"]}
                    veo/generate           | {"prompt": "x", "imageUrls": ["https://a.b/1", "https://a.b/2", "https://a.b/3"]}
                    gpt4o-image/generate   | {"prompt": "x"}
                    gpt4o-image/generate   | {"size": "1:1"}
                    gpt4o-image/generate   | {"prompt": "x", "size": "16:9"}
                    gpt4o-image/generate   | {"prompt": "x", "size": "1:1", "model": "gpt4o-image"}
                    gpt4o-image/generate   | {"prompt": "x", "size": "1:1", "maskUrl": "https://a.b/m"}
                    gpt4o-image/generate   | {"prompt": "x", "size": "1:1", "fallbackModel": "flux-max"}
                    flux/kontext/generate  | {"model": "flux-kontext-pro"}
                    flux/kontext/generate  | {"prompt": "x", "model": "flux-2"}
                    flux/kontext/generate  | {"prompt": "x", "outputFormat": "jpg"}
                    flux/kontext/generate  | {"prompt": "x", "safetyTolerance": 7}
                    flux/kontext/generate  | {"prompt": "x", "safetyTolerance": 3, "inputImage": "https://a.b/1"}
                    flux/kontext/generate  | {"prompt": "x", "inputImage": ["https://a.b/1"]}
                    runway/generate        | {"prompt": "x", "duration": 5, "quality": "720p"}
                    runway/generate        | {"prompt": "x", "duration": "5", "quality": "720p", "aspectRatio": "1:1"}
                    runway/generate        | {"prompt": "x", "duration": 10, "quality": "1080p", "aspectRatio": "1:1"}
                    runway/generate        | {"prompt": "x", "duration": 5, "aspectRatio": "1:1"}
                    generate               | {"prompt": "x", "customMode": false, "instrumental": false}
                    generate               | {"prompt": "x", "customMode": false, "instrumental": false, "model": "V9"}
                    generate               | {"customMode": false, "instrumental": true, "model": "V5"}
                    generate               | {"prompt": "x", "customMode": false, "instrumental": false, "model": "V5", "style": "folk"}
                    generate               | {"prompt": "x", "customMode": true, "instrumental": false, "model": "V5", "style": "folk"}
                    generate               | {"customMode": true, "instrumental": false, "model": "V5", "style": "folk", "title": "T"}
                    generate               | {"prompt": "x", "customMode": true, "instrumental": false, "model": "V5", "style": "folk", "title": "T", "vocalGender": "male"}
                    """)
    void each_family_refuses_what_it_does_not_publish(String path, String json) {
        var body = (ObjectNode) mapper.readTree(json);
        assertThat(submit(path, body.put("callBackUrl", receiver.url("/callback/1"))).path("code").asInt())
                .isEqualTo(422);
        assertThat(simulator.charges("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            runway/generate | {"prompt": "x", "duration": 5, "quality": "720p", "aspectRatio": "1:1"}
            generate        | {"prompt": "x", "customMode": false, "instrumental": false, "model": "V5"}
            """)
    void some_take_no_job_without_a_callback(String path, String json) {
        var body = (ObjectNode) mapper.readTree(json);
        assertThat(submit(path, body).path("msg").asString()).isEqualTo("callBackUrl is required");
        assertThat(submit(path, body.put("callBackUrl", receiver.url("/callback/1"))).path("code").asInt())
                .isEqualTo(200);
    }

    @Test
    void the_words_of_a_song_may_be_shorter_in_an_old_version() {
        for (var version : List.of("V4", "V5")) {
            var body = ((ObjectNode) mapper.readTree("""
                    {"customMode": true, "instrumental": false, "style": "folk", "title": "Rain"}"""))
                    .put("model", version)
                    .put("prompt", "x".repeat(3001))
                    .put("callBackUrl", receiver.url("/callback/1"));
            assertThat(submit("generate", body).path("code").asInt()).isEqualTo(version.equals("V4") ? 422 : 200);
        }
    }

    @Test
    void veo_says_with_a_flag_how_far_it_is() {
        simulator.faults("kie", "{\"delay\": 400}");
        var task = taskOf(submit("veo/generate", """
                {"prompt": "A boat", "model": "veo3", "generationType": "TEXT_2_VIDEO", "callBackUrl": "%s"}
                """.formatted(receiver.url("/callback/" + JOB))));
        assertThat(record("veo/record-info", task).path("successFlag").asInt()).isZero();
        await().until(() -> receiver.received().size() == 1);

        var record = record("veo/record-info", task);
        assertThat(record.path("successFlag").asInt()).isEqualTo(1);
        assertThat(record.at("/response/resultUrls/0").asString())
                .isEqualTo(simulator.url() + "/files/kie/" + task + "/1.mp4");
        var callback = receiver.received().getFirst().json();
        assertThat(callback.at("/data/taskId").asString()).isEqualTo(task);
        assertThat(callback.at("/data/info/resultUrls").isArray()).isTrue();
        assertThat(callback.at("/data/fallbackFlag").isBoolean()).isTrue();
    }

    @Test
    void the_4o_image_names_its_files_otherwise_in_a_callback() {
        simulator.faults("kie", "{\"delay\": 0}");
        var task = taskOf(submit("gpt4o-image/generate", """
                {"prompt": "A boat", "size": "3:2", "callBackUrl": "%s"}""".formatted(receiver.url("/callback/1"))));
        await().until(() -> receiver.received().size() == 1);

        var record = record("gpt4o-image/record-info", task);
        assertThat(record.path("status").asString()).isEqualTo("SUCCESS");
        assertThat(record.path("progress").asString()).isEqualTo("1.00");
        assertThat(record.at("/response/resultUrls/0").asString()).endsWith("/1.png");
        assertThat(receiver.received().getFirst().json().at("/data/info/result_urls/0").asString()).endsWith("/1.png");
    }

    @Test
    void flux_kontext_has_one_address() {
        simulator.faults("kie", "{\"delay\": 0}");
        var task = taskOf(submit("flux/kontext/generate", """
                {"prompt": "Winter", "inputImage": "https://x.example.com/a.png", "callBackUrl": "%s"}
                """.formatted(receiver.url("/callback/1"))));
        await().until(() -> receiver.received().size() == 1);

        assertThat(record("flux/kontext/record-info", task).at("/response/resultImageUrl").asString())
                .endsWith("/1.jpg");
        assertThat(receiver.received().getFirst().json().at("/data/info/resultImageUrl").asString()).endsWith("/1.jpg");
    }

    @Test
    void runway_names_its_states_and_its_task_in_its_own_way() {
        simulator.faults("kie", "{\"delay\": 0}");
        var task = taskOf(submit("runway/generate", """
                {"prompt": "A boat", "duration": 5, "quality": "1080p", "imageUrl": "https://x.example.com/a.png",
                 "callBackUrl": "%s"}""".formatted(receiver.url("/callback/1"))));
        await().until(() -> receiver.received().size() == 1);

        var record = record("runway/record-detail", task);
        assertThat(record.path("state").asString()).isEqualTo("success");
        assertThat(record.at("/videoInfo/videoUrl").asString()).endsWith("/1.mp4");
        assertThat(record.at("/generateParam/prompt").asString()).isEqualTo("A boat");
        assertThat(receiver.received().getFirst().json().at("/data/task_id").asString()).isEqualTo(task);
    }

    @Test
    void music_is_called_back_step_by_step_and_each_step_is_signed() throws Exception {
        simulator.faults("kie", "{\"delay\": 600}");
        var task = taskOf(submit("generate", """
                {"prompt": "Rain", "customMode": false, "instrumental": true, "model": "V5_5", "callBackUrl": "%s"}
                """.formatted(receiver.url("/callback/" + JOB))));
        var statuses = new LinkedHashSet<String>();
        await().pollInterval(Duration.ofMillis(20)).until(() -> {
            statuses.add(record("generate/record-info", task).path("status").asString());
            return receiver.received().size() == 3;
        });

        statuses.add(record("generate/record-info", task).path("status").asString());
        assertThat(statuses).containsExactly("PENDING", "TEXT_SUCCESS", "FIRST_SUCCESS", "SUCCESS");
        assertThat(receiver.received()).extracting(it -> it.json().at("/data/callbackType").asString())
                .containsExactly("text", "first", "complete");
        assertThat(receiver.received()).allSatisfy(it -> {
            assertThat(it.json().at("/data/task_id").asString()).isEqualTo(task);
            assertThat(it.header("X-Webhook-Signature")).isNotEmpty();
        });
        assertThat(receiver.received().getLast().json().at("/data/data/1/audio_url").asString()).endsWith("/2.mp3");
        assertThat(record("generate/record-info", task).at("/response/sunoData/1/audioUrl").asString())
                .endsWith("/2.mp3");
        assertThat(simulator.charges("")).hasSize(1);
    }

    @Test
    void each_family_fails_in_its_own_way() {
        var music = "{\"prompt\": \"x\", \"customMode\": false, \"instrumental\": true, \"model\": \"V5\", \"callBackUrl\": \"%s\"}"
                .formatted(receiver.url("/callback/1"));
        simulator.faults("kie", "{\"delay\": 0, \"failPercent\": 100}");
        var failed = taskOf(submit("generate", music));
        var clip = taskOf(submit("veo/generate", "{\"prompt\": \"x\"}"));
        simulator.faults("kie", "{\"delay\": 0, \"contentRejectedPercent\": 100}");
        var rejected = taskOf(submit("generate", music));

        assertThat(record("generate/record-info", failed).path("status").asString()).isEqualTo("GENERATE_AUDIO_FAILED");
        assertThat(record("generate/record-info", rejected).path("status").asString())
                .isEqualTo("SENSITIVE_WORD_ERROR");
        assertThat(record("veo/record-info", clip).path("successFlag").asInt()).isEqualTo(3);
        await().until(() -> receiver.received().size() == 2);
        assertThat(receiver.received()).allSatisfy(it -> {
            assertThat(it.json().at("/data/callbackType").asString()).isEqualTo("error");
            assertThat(it.json().path("code").asInt()).isGreaterThanOrEqualTo(400);
        });
    }

    @Test
    void a_family_does_not_know_the_tasks_of_another() {
        var task = create(receiver.url("/callback/1"), "Teapot");
        for (var path : List.of("veo/record-info", "gpt4o-image/record-info", "flux/kontext/record-info",
                "runway/record-detail", "generate/record-info")) {
            assertThat(simulator.get("/kie/api/v1/" + path + "?taskId=" + task, "Authorization", BEARER)
                    .json()
                    .path("code")
                    .asInt()).isEqualTo(422);
        }
    }

    @Test
    void a_chat_answers_at_once() {
        simulator.faults("kie", "{\"delay\": 0}");
        var answer = chat("gemini-2.5-flash", """
                {"messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": [
                  {"type": "text", "text": "A slogan"},
                  {"type": "image_url", "image_url": {"url": "https://x.example.com/a.png"}}]}],
                 "stream": false, "include_thoughts": false}""");
        assertThat(answer.json().at("/choices/0/message/content").asString()).isNotBlank();
        assertThat(answer.json().path("id").asString()).startsWith("chatcmpl-");
        assertThat(simulator.charges("")).hasSize(1);
    }

    @Test
    void a_chat_that_does_not_say_otherwise_streams() {
        simulator.faults("kie", "{\"delay\": 0}");
        var body = "{\"messages\": [{\"role\": \"user\", \"content\": \"A slogan\"}]}";
        assertThat(chat("gemini-2.5-flash", body).text()).startsWith("data: {").endsWith("data: [DONE]\n\n");
        assertThat(chat("gpt-5-2", body).json().at("/choices/0/finish_reason").asString()).isEqualTo("stop");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~',
            textBlock = """
                    gpt-9            | {"messages": [{"role": "user", "content": "x"}]}                                   | 404
                    gpt-5-2          | {}                                                                                 | 422
                    gpt-5-2          | {"messages": []}                                                                   | 422
                    gpt-5-2          | {"messages": [{"content": "x"}]}                                                   | 422
                    gpt-5-2          | {"messages": [{"role": "poet", "content": "x"}]}                                   | 422
                    gpt-5-2          | {"messages": [{"role": "user", "content": []}]}                                    | 422
                    gpt-5-2          | {"messages": [{"role": "user", "content": [{"type": "text"}]}]}                    | 422
                    gpt-5-2          | {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": "https://a.b/1"}]}]} | 422
                    gpt-5-2          | {"messages": [{"role": "user", "content": "x"}], "callBackUrl": "https://a.b/c"}   | 422
                    gpt-5-2          | {"messages": [{"role": "user", "content": "x"}], "reasoning_effort": "medium"}     | 422
                    gpt-5-2          | {"messages": [{"role": "user", "content": "x"}], "include_thoughts": false}        | 422
                    gemini-2.5-flash | {"messages": [{"role": "user", "content": "x"}], "max_tokens": 10}                 | 422
                    """)
    void a_chat_refuses_what_it_does_not_publish(String model, String json, int code) {
        assertThat(chat(model, json).json().path("code").asInt()).isEqualTo(code);
        assertThat(simulator.charges("")).isEmpty();
    }

    @Test
    void a_chat_that_fails_has_only_an_envelope() {
        var body = "{\"messages\": [{\"role\": \"user\", \"content\": \"A slogan\"}], \"stream\": false}";
        simulator.faults("kie", "{\"failPercent\": 100}");
        assertThat(chat("gpt-5-2", body).json().path("code").asInt()).isEqualTo(501);
        simulator.faults("kie", "{\"contentRejectedPercent\": 100}");
        assertThat(chat("gpt-5-2", body).json().path("code").asInt()).isEqualTo(400);
        assertThat(simulator.charges("")).isEmpty();
    }

    @Test
    void a_prompt_may_be_as_long_as_the_model_allows_and_no_longer() {
        assertThat(promptOf(5000)).isEqualTo(200);
        assertThat(promptOf(5001)).isEqualTo(422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer wrong", "Basic " + RunningSimulator.KIE_KEY, "Bearer "})
    void a_wrong_key_is_refused_with_401_in_the_body(String authorization) {
        for (var answer : List.of(
                simulator.send("POST", "/kie/api/v1/jobs/createTask", "{}", "Authorization", authorization),
                simulator.get("/kie/api/v1/jobs/recordInfo?taskId=1", "Authorization", authorization),
                simulator.get("/kie/api/v1/chat/credit"))) {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().path("code").asInt()).isEqualTo(401);
        }
    }

    @Test
    void an_unknown_task_has_no_record() {
        var unknown = simulator.kieRecord("9f2c1d7e5a");
        assertThat(unknown.path("code").asInt()).isEqualTo(422);
        assertThat(unknown.path("msg").asString()).isEqualTo("recordInfo is null");
        assertThat(simulator.kieRecord("").path("code").asInt()).isEqualTo(400);
    }

    @Test
    void the_balance_is_a_number() {
        var credit = simulator
                .get("/kie/api/v1/chat/credit", "Authorization", "Bearer " + RunningSimulator.KIE_KEY)
                .json();
        assertThat(credit.path("code").asInt()).isEqualTo(200);
        assertThat(credit.path("data").isNumber()).isTrue();
    }

    private JsonNode submit(String path, JsonNode body) {
        return submit(path, body.toString());
    }

    private JsonNode submit(String path, String json) {
        return simulator.send("POST", "/kie/api/v1/" + path, json, "Authorization", BEARER).json();
    }

    private static String taskOf(JsonNode answer) {
        return answer.at("/data/taskId").asString();
    }

    private JsonNode record(String path, String task) {
        return simulator.get("/kie/api/v1/" + path + "?taskId=" + task, "Authorization", BEARER).json().path("data");
    }

    private RunningSimulator.Answer chat(String model, String json) {
        return simulator.send("POST", "/kie/" + model + "/v1/chat/completions", json, "Authorization", BEARER);
    }

    private int promptOf(int characters) {
        return simulator.kieCreate("""
                {"model": "bytedance/seedream-v4-text-to-image", "input": {"prompt": "%s"}}
                """.formatted("x".repeat(characters))).json().path("code").asInt();
    }

    private String create(String callBackUrl, String prompt) {
        return simulator.kieCreate(callBackUrl, prompt).json().path("data").path("taskId").asString();
    }

    private List<String> resultUrls(JsonNode data) {
        return mapper.readTree(data.path("resultJson").asString())
                .path("resultUrls")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }
}
