package dev.atelier.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
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

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class KieTest {

    private static final String JOB = "0198c0de-0000-7000-8000-00000000beef";

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
    @CsvSource(delimiter = '|', textBlock = """
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
            """)
    void nonsense_is_refused_in_the_body_and_never_charged(String json, int code) {
        var answer = simulator.kieCreate(json);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("code").asInt()).isEqualTo(code);
        assertThat(answer.json().path("msg").asString()).isNotBlank();
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
