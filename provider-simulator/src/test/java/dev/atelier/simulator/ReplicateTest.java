package dev.atelier.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

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

class ReplicateTest {

    private static final String TOKEN = "Bearer replicate-token";
    private static final String JOB = "0198c0de-0000-7000-8000-00000000beef";
    private static final String SCHNELL = "black-forest-labs/flux-schnell";

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
    void a_prediction_starts_then_is_processed_then_succeeds() {
        simulator.faults("replicate", "{\"delay\": 600}");
        var created = create(SCHNELL, "{\"input\": {\"prompt\": \"Teapot\", \"num_outputs\": 2}}");
        assertThat(created.status()).isEqualTo(201);
        var id = created.json().path("id").asString();
        assertThat(id).matches("[0-9a-v]{26}");
        assertThat(created.json().path("output").isNull()).isTrue();

        var states = new ArrayList<String>();
        await().pollInterval(Duration.ofMillis(25)).until(() -> {
            var state = prediction(id).path("status").asString();
            if (states.isEmpty() || !states.getLast().equals(state)) {
                states.add(state);
            }
            return state.equals("succeeded");
        });
        assertThat(states).containsExactly("starting", "processing", "succeeded");

        var ended = prediction(id);
        assertThat(ended.path("output").size()).isEqualTo(2);
        assertThat(ended.at("/output/0").asString()).isEqualTo(simulator.url() + "/files/replicate/" + id + "/1.jpg");
        assertThat(ended.at("/input/prompt").asString()).isEqualTo("Teapot");
        assertThat(ended.at("/metrics/predict_time").asDouble()).isEqualTo(0.6);
    }

    @Test
    void an_output_has_its_models_shape() {
        simulator.faults("replicate", "{\"delay\": 0}");
        assertThat(outputOf("google/veo-3-fast", "{\"prompt\": \"Boat\"}").isString()).isTrue();
        var words = outputOf("meta/meta-llama-3-70b-instruct", "{\"prompt\": \"Why?\"}");
        assertThat(words.size()).isGreaterThan(1);
        assertThat(words.valueStream().map(JsonNode::asString).reduce("", String::concat))
                .isEqualTo("You asked: Why?");
    }

    @Test
    void the_end_is_called_back_and_signed() throws Exception {
        var id = create(SCHNELL, """
                {"input": {"prompt": "Teapot"}, "webhook": "%s", "webhook_events_filter": ["completed"]}
                """.formatted(receiver.url("/callback/" + JOB + "?token=x"))).json().path("id").asString();
        await().until(() -> receiver.received().size() == 1);

        var callback = receiver.received().getFirst();
        assertThat(callback.path()).isEqualTo("/callback/" + JOB + "?token=x");
        assertThat(callback.json()).isEqualTo(prediction(id));
        var secret = get("webhooks/default/secret").json().path("key").asString();
        assertThat(secret).startsWith("whsec_");
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring(6)), "HmacSHA256"));
        var signed = callback.header("webhook-id") + "." + callback.header("webhook-timestamp") + "."
                + callback.body();
        assertThat(callback.header("webhook-signature")).isEqualTo("v1,"
                + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
        assertThat(simulator.charges("?provider=replicate").toString()).contains(JOB);
    }

    @Test
    void who_does_not_want_the_end_is_not_called_back() {
        simulator.faults("replicate", "{\"delay\": 0}");
        create(SCHNELL, """
                {"input": {"prompt": "Teapot"}, "webhook": "%s", "webhook_events_filter": ["start"]}
                """.formatted(receiver.url("/callback/1")));
        await().during(Duration.ofMillis(300)).until(() -> receiver.received().isEmpty());
    }

    @Test
    void a_failure_has_an_error_in_words() {
        simulator.faults("replicate", "{\"delay\": 0, \"contentRejectedPercent\": 100}");
        var rejected = prediction(create(SCHNELL, "{\"input\": {\"prompt\": \"x\"}}").json().path("id").asString());
        assertThat(rejected.path("status").asString()).isEqualTo("failed");
        assertThat(rejected.path("error").asString()).startsWith("NSFW");
        assertThat(rejected.path("output").isNull()).isTrue();
    }

    @Test
    void the_list_is_newest_first_a_hundred_a_page_and_bounded_in_time() {
        simulator.faults("replicate", "{\"delay\": 0}");
        var before = Instant.now();
        var last = "";
        for (int i = 0; i < 101; i++) {
            last = create(SCHNELL, "{\"input\": {\"prompt\": \"x\"}}").json().path("id").asString();
        }
        var list = get("predictions?created_after=" + before).json();
        assertThat(list.path("results").size()).isEqualTo(100);
        assertThat(list.at("/results/0/id").asString()).isEqualTo(last);
        var next = list.path("next").asString();
        assertThat(get(next.substring(next.indexOf("/v1/") + 4)).json().path("results").size()).isEqualTo(1);
        assertThat(get("predictions?created_after=" + Instant.now().plusSeconds(1)).json().path("results").isEmpty())
                .isTrue();
        assertThat(get("predictions?created_after=yesterday").status()).isEqualTo(400);
    }

    @Test
    void what_runs_is_cancelled_and_what_has_ended_is_not() {
        simulator.faults("replicate", "{\"delay\": 60000}");
        var id = create(SCHNELL, "{\"input\": {\"prompt\": \"x\"}}").json().path("id").asString();
        assertThat(cancel(id).json().path("status").asString()).isEqualTo("canceled");
        assertThat(prediction(id).path("status").asString()).isEqualTo("canceled");

        simulator.faults("replicate", "{\"delay\": 0}");
        var done = create(SCHNELL, "{\"input\": {\"prompt\": \"x\"}}").json().path("id").asString();
        assertThat(cancel(done).json().path("status").asString()).isEqualTo("succeeded");
        assertThat(cancel("nobody").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nobody/nothing                       | {"input": {"prompt": "x"}}                                      | 404
            black-forest-labs/flux-schnell       | {}                                                              | 422
            black-forest-labs/flux-schnell       | {"input": {}}                                                   | 422
            black-forest-labs/flux-schnell       | {"input": "x"}                                                  | 422
            black-forest-labs/flux-schnell       | {"prompt": "x", "input": {"prompt": "x"}}                       | 422
            black-forest-labs/flux-schnell       | {"input": {"prompt": "x", "size": "1K"}}                        | 422
            black-forest-labs/flux-schnell       | {"input": {"prompt": "x", "num_outputs": 5}}                    | 422
            black-forest-labs/flux-schnell       | {"input": {"prompt": "x", "aspect_ratio": "7:5"}}               | 422
            black-forest-labs/flux-schnell       | {"input": {"prompt": "x", "output_format": "jpeg"}}             | 422
            black-forest-labs/flux-schnell       | {"input": {"prompt": "x", "megapixels": 1}}                     | 422
            black-forest-labs/flux-kontext-pro   | {"input": {"prompt": "x"}}                                      | 422
            black-forest-labs/flux-kontext-pro   | {"input": {"prompt": "x", "input_image": "house"}}              | 422
            google/veo-3-fast                    | {"input": {"prompt": "x", "duration": 5}}                       | 422
            google/veo-3-fast                    | {"input": {"prompt": "x", "duration": "8"}}                     | 422
            minimax/music-1.5                    | {"input": {"prompt": "x"}}                                      | 422
            meta/meta-llama-3-70b-instruct       | {"input": {"prompt": "x", "top_p": 1.5}}                        | 422
            black-forest-labs/flux-schnell       | {"input": {"prompt": "x"}, "webhook": "gateway"}                | 422
            black-forest-labs/flux-schnell       | {"input": {"prompt": "x"}, "webhook_events_filter": ["end"]}    | 422
            black-forest-labs/flux-schnell       | {"input": {"prompt": "x"}, "webhook_events_filter": "start"}    | 422
            black-forest-labs/flux-schnell       | []                                                              | 400
            black-forest-labs/flux-schnell       | {"input":                                                       | 400
            """)
    void what_the_contract_refuses_is_refused(String model, String body, int status) {
        var answer = create(model, body);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        assertThat(answer.json().path("detail").asString()).isNotBlank();
        assertThat(simulator.charges("?provider=replicate").toString()).doesNotContain("flux");
    }

    @ParameterizedTest
    @CsvSource({"5, 201", "7200, 201", "30s, 201", "1h30m45s, 201", "4, 400", "3s, 400", "soon, 400", "-1, 400"})
    void a_deadline_is_at_least_five_seconds_away(String cancelAfter, int status) {
        assertThat(simulator.send("POST", "/replicate/v1/models/" + SCHNELL + "/predictions",
                "{\"input\": {\"prompt\": \"x\"}}", "Authorization", TOKEN, "Cancel-After", cancelAfter).status())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer ", "Bearer wrong", "Token replicate-token", "replicate-token"})
    void a_token_is_needed_for_everything(String authorization) {
        for (var answer : new Answer[]{
            simulator.send("POST", "/replicate/v1/models/" + SCHNELL + "/predictions", "{}", "Authorization",
                    authorization),
            simulator.get("/replicate/v1/predictions/1", "Authorization", authorization),
            simulator.get("/replicate/v1/predictions", "Authorization", authorization),
            simulator.get("/replicate/v1/webhooks/default/secret", "Authorization", authorization),
            simulator.send("POST", "/replicate/v1/predictions/1/cancel", null, "Authorization", authorization)}) {
            assertThat(answer.status()).isEqualTo(401);
        }
    }

    @Test
    void a_refusal_has_the_shape_of_a_problem() {
        simulator.faults("replicate", "{\"rateLimitedPercent\": 100}");
        var limited = create(SCHNELL, "{\"input\": {\"prompt\": \"x\"}}");
        assertThat(limited.status()).isEqualTo(429);
        assertThat(limited.header("Retry-After")).isEqualTo("1");
        assertThat(limited.json().path("detail").asString()).contains("resets in ~1s");

        simulator.faults("replicate", "{\"insufficientCreditPercent\": 100}");
        assertThat(create(SCHNELL, "{\"input\": {\"prompt\": \"x\"}}").status()).isEqualTo(402);
    }

    private JsonNode outputOf(String model, String input) {
        return prediction(create(model, "{\"input\": " + input + "}").json().path("id").asString()).path("output");
    }

    private Answer create(String model, String body) {
        return simulator.send("POST", "/replicate/v1/models/" + model + "/predictions", body, "Authorization", TOKEN);
    }

    private Answer get(String path) {
        return simulator.get("/replicate/v1/" + path, "Authorization", TOKEN);
    }

    private JsonNode prediction(String id) {
        return get("predictions/" + id).json();
    }

    private Answer cancel(String id) {
        return simulator.send("POST", "/replicate/v1/predictions/" + id + "/cancel", null, "Authorization", TOKEN);
    }
}
