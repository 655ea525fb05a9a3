package dev.atelier.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class BflTest {

    private static final String KEY = "bfl-key";
    private static final String JOB = "0198c0de-0000-7000-8000-00000000beef";

    private static RunningSimulator simulator;
    private CallbackReceiver receiver;

    @BeforeAll
    static void start() {
        simulator = RunningSimulator.start("--atelier.simulator.bfl.api-keys=" + KEY,
                "--atelier.simulator.bfl.callback-pause=50ms", "--atelier.simulator.faults.bfl.delay=200ms");
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    @BeforeEach
    void reset() throws Exception {
        simulator.send("DELETE", "/__simulator", null);
        receiver = new CallbackReceiver();
    }

    @AfterEach
    void stopListening() {
        receiver.close();
    }

    @Test
    void a_task_is_pending_and_then_ready() {
        simulator.faults("bfl", "{\"delay\": 400}");
        var answer = create("flux-2-pro", """
                {"prompt": "Teapot", "width": 1024, "height": 768, "seed": 42, "output_format": "png"}""");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().propertyNames()).containsExactlyInAnyOrder("id", "polling_url", "cost", "input_mp",
                "output_mp");
        var id = answer.json().path("id").asString();
        assertThat(answer.json().path("polling_url").asString())
                .isEqualTo(simulator.url() + "/bfl/v1/get_result?id=" + id);
        assertThat(answer.json().path("output_mp").asDouble()).isEqualTo(0.79);

        var statuses = new ArrayList<String>();
        await().pollInterval(Duration.ofMillis(25)).until(() -> {
            var status = result(id).json().path("status").asString();
            if (statuses.isEmpty() || !statuses.getLast().equals(status)) {
                statuses.add(status);
            }
            return status.equals("Ready");
        });
        assertThat(statuses).containsExactly("Pending", "Ready");
        var result = result(id).json().path("result");
        assertThat(result.path("sample").asString()).isEqualTo(simulator.url() + "/files/bfl/" + id + "/1.png");
        assertThat(result.path("seed").asLong()).isEqualTo(42);
        assertThat(result.path("prompt").asString()).isEqualTo("Teapot");
        assertThat(result.path("duration").asDouble()).isEqualTo(0.4);
    }

    @Test
    void who_wants_to_be_called_back_is_not_told_where_to_poll() throws Exception {
        var url = receiver.url("/callback/" + JOB + "?token=x");
        var answer = create("flux-kontext-pro", """
                {"prompt": "Teapot", "webhook_url": "%s", "webhook_secret": "s3"}""".formatted(url)).json();
        assertThat(answer.propertyNames()).containsExactlyInAnyOrder("id", "status", "webhook_url", "cost", "input_mp",
                "output_mp");
        await().until(() -> receiver.received().size() == 1);

        var callback = receiver.received().getFirst();
        assertThat(callback.path()).isEqualTo("/callback/" + JOB + "?token=x");
        assertThat(callback.json().path("id")).isEqualTo(answer.path("id"));
        assertThat(callback.json().path("status").asString()).isEqualTo("Ready");
        assertThat(callback.json().path("result").path("sample").asString()).endsWith("/1.png");
        assertThat(simulator.charges("?provider=bfl").get(0).path("reference").asString()).isEqualTo(JOB);

        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("s3".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        assertThat(callback.header("X-BFL-Signature")).isEqualTo("sha256=" + HexFormat.of()
                .formatHex(mac.doFinal(callback.json().toString().getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void a_callback_of_a_job_without_a_secret_is_not_signed_and_is_tried_four_times() {
        receiver.refuse(10);
        create("flux-2-pro", "{\"prompt\": \"Teapot\", \"webhook_url\": \"" + receiver.url("/callback") + "\"}");
        await().until(() -> receiver.received().size() == 4);
        await().during(Duration.ofMillis(200)).until(() -> receiver.received().size() == 4);
        assertThat(receiver.received().getFirst().header("X-BFL-Signature")).isNullOrEmpty();
    }

    @Test
    void a_failure_and_a_rejection_have_statuses_of_their_own() {
        simulator.faults("bfl", "{\"delay\": 0, \"failPercent\": 100}");
        var failed = create("flux-2-pro", "{\"prompt\": \"x\"}").json().path("id").asString();
        simulator.faults("bfl", "{\"delay\": 0, \"contentRejectedPercent\": 100}");
        var rejected = create("flux-2-pro", "{\"prompt\": \"x\"}").json().path("id").asString();

        assertThat(result(failed).json().path("status").asString()).isEqualTo("Error");
        assertThat(result(rejected).json().path("status").asString()).isEqualTo("Content Moderated");
        assertThat(result(rejected).json().path("result").isNull()).isTrue();
        assertThat(result(rejected).json().at("/details/Moderation Reasons").isArray()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            textBlock = """
                    flux-2-pro          | {}                                                       | prompt           | missing
                    flux-2-pro          | {"prompt": 7}                                            | prompt           | string_type
                    flux-2-pro          | {"prompt": "x", "width": 1000, "height": 1024}           | width            | multiple_of
                    flux-2-pro          | {"prompt": "x", "width": 48, "height": 64}               | width            | greater_than_equal
                    flux-2-pro          | {"prompt": "x", "width": 2048, "height": 2048}           | body             | value_error
                    flux-2-pro          | {"prompt": "x", "width": "1024"}                         | width            | int_type
                    flux-2-pro          | {"prompt": "x", "steps": 10}                             | steps            | extra_forbidden
                    flux-2-pro          | {"prompt": "x", "aspect_ratio": "1:1"}                   | aspect_ratio     | extra_forbidden
                    flux-2-pro          | {"prompt": "x", "safety_tolerance": 6}                   | safety_tolerance | less_than_equal
                    flux-2-pro          | {"prompt": "x", "output_format": "jpg"}                  | output_format    | enum
                    flux-2-pro          | {"prompt": "x", "input_image_9": "aGk="}                 | input_image_9    | extra_forbidden
                    flux-2-pro          | {"prompt": "x", "input_image": "data:image/png;base64,aGk="} | input_image  | value_error
                    flux-2-pro          | {"prompt": "x", "webhook_url": "gateway"}                | webhook_url      | url_parsing
                    flux-2-pro          | {"prompt": "x", "webhook_url": ""}                       | webhook_url      | string_too_short
                    flux-2-klein-4b     | {"prompt": "x", "input_image_5": "aGk="}                 | input_image_5    | extra_forbidden
                    flux-2-flex         | {"prompt": "x", "steps": 51}                             | steps            | less_than_equal
                    flux-2-flex         | {"prompt": "x", "guidance": 1}                           | guidance         | greater_than_equal
                    flux-pro-1.1        | {"prompt": "x", "width": 1456, "height": 1024}           | width            | less_than_equal
                    flux-pro-1.1        | {"prompt": "x", "width": 1040, "height": 1024}           | width            | multiple_of
                    flux-pro-1.1        | {"prompt": "x", "image_prompt": "https://x.example/a"}   | image_prompt     | value_error
                    flux-pro-1.1-ultra  | {"prompt": "x", "raw": "yes"}                            | raw              | bool_type
                    flux-pro-1.1-ultra  | {"prompt": "x", "aspect_ratio": "8:21"}                  | aspect_ratio     | value_error
                    flux-kontext-pro    | {"prompt": "x", "width": 1024}                           | width            | extra_forbidden
                    flux-pro-1.0-fill   | {"prompt": "x"}                                          | image            | missing
                    flux-pro-1.0-fill   | {"image": "aGk=", "steps": 14}                           | steps            | greater_than_equal
                    flux-pro-1.0-expand | {"image": "aGk=", "top": 2049}                           | top              | less_than_equal
                    """)
    void nonsense_is_refused_with_its_field_and_never_charged(String model, String json, String field, String type) {
        var answer = create(model, json);
        assertThat(answer.status()).isEqualTo(422);
        var problem = answer.json().path("detail").get(0);
        var location = problem.path("loc");
        assertThat(location.get(0).asString()).isEqualTo("body");
        assertThat(location.get(location.size() - 1).asString()).isEqualTo(field);
        assertThat(problem.path("type").asString()).isEqualTo(type);
        assertThat(problem.path("msg").asString()).isNotBlank();
        assertThat(simulator.charges("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"prompt\":", "[]", ""})
    void a_body_that_is_no_object_is_refused(String json) {
        assertThat(create("flux-2-pro", json).status()).isEqualTo(422);
    }

    @Test
    void a_model_without_an_endpoint_is_not_found() {
        var answer = create("flux-kontext", "{\"prompt\": \"x\"}");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().path("detail").asString()).isEqualTo("Not Found");
    }

    @Test
    void an_unknown_task_has_a_status_that_says_so() {
        var answer = result("9f2c");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().path("status").asString()).isEqualTo("Task not found");
    }

    @Test
    void a_wrong_key_is_refused() {
        assertThat(simulator.send("POST", "/bfl/v1/flux-2-pro", "{\"prompt\": \"x\"}", "x-key", "wrong").status())
                .isEqualTo(403);
        assertThat(simulator.send("POST", "/bfl/v1/flux-2-pro", "{\"prompt\": \"x\"}", "Authorization",
                "Bearer " + KEY).status()).isEqualTo(403);
        assertThat(simulator.get("/bfl/v1/get_result?id=1", "x-key", "wrong").status()).isEqualTo(403);
        assertThat(simulator.get("/bfl/v1/credits").status()).isEqualTo(403);
        assertThat(simulator.get("/bfl/v1/credits", "x-key", KEY).json().path("credits").isNumber()).isTrue();
    }

    private static RunningSimulator.Answer create(String model, String json) {
        return simulator.send("POST", "/bfl/v1/" + model, json, "x-key", KEY);
    }

    private static RunningSimulator.Answer result(String id) {
        return simulator.get("/bfl/v1/get_result?id=" + id, "x-key", KEY);
    }
}
