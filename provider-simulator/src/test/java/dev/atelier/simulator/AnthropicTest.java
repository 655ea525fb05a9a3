package dev.atelier.simulator;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.atelier.simulator.RunningSimulator.Answer;

import static org.assertj.core.api.Assertions.assertThat;

class AnthropicTest {

    private static final String MESSAGES = "/anthropic/v1/messages";
    private static final String BATCHES = MESSAGES + "/batches";
    private static final String PARAMS = "{\"model\": \"claude-haiku-5-5\", \"max_tokens\": 512, \"messages\":"
            + " [{\"role\": \"user\", \"content\": \"Basalt?\"}]}";

    private final RunningSimulator simulator = RunningSimulator.shared();

    @BeforeEach
    void fast() {
        simulator.faults("anthropic", "{\"delay\": 0}");
    }

    @Test
    void a_message_comes_in_the_answer_and_is_charged() {
        var answer = post(MESSAGES, PARAMS);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("request-id")).startsWith("req_");
        assertThat(answer.json().path("id").asString()).startsWith("msg_");
        assertThat(answer.json().path("stop_reason").asString()).isEqualTo("end_turn");
        assertThat(answer.json().at("/content/1/text").asString()).contains("Basalt?");
        assertThat(simulator.charges("?provider=anthropic").size()).isEqualTo(1);
    }

    @Test
    void few_tokens_cut_it_off() {
        assertThat(post(MESSAGES, PARAMS.replace("512", "5")).json().path("stop_reason").asString())
                .isEqualTo("max_tokens");
    }

    @Test
    void a_batch_ends_and_then_has_results_of_one_line() {
        simulator.faults("anthropic", "{\"delay\": 60000}");
        var id = batch();
        assertThat(get(BATCHES + "/" + id).json().path("processing_status").asString()).isEqualTo("in_progress");
        assertThat(get(BATCHES + "/" + id).json().path("results_url").isNull()).isTrue();
        assertThat(get(BATCHES + "/" + id + "/results").status()).isEqualTo(404);

        simulator.faults("anthropic", "{\"delay\": 0}");
        id = batch();
        var batch = get(BATCHES + "/" + id).json();
        assertThat(batch.path("processing_status").asString()).isEqualTo("ended");
        assertThat(batch.path("results_url").asString()).isEqualTo(simulator.url() + BATCHES + "/" + id + "/results");
        var results = get(BATCHES + "/" + id + "/results");
        assertThat(results.header("Content-Type")).isEqualTo("application/x-jsonl");
        assertThat(results.text().lines()).hasSize(1);
        assertThat(results.json().path("custom_id").asString()).isEqualTo("7d0f");
        assertThat(results.json().at("/result/message/content/1/text").asString()).contains("Basalt?");
        assertThat(simulator.charges("?provider=anthropic").get(0).path("reference").asString()).isEqualTo("7d0f");
    }

    private String batch() {
        var answer = post(BATCHES, "{\"requests\": [{\"custom_id\": \"7d0f\", \"params\": " + PARAMS + "}]}");
        assertThat(answer.status()).isEqualTo(200);
        return answer.json().path("id").asString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"model\":", "[]", "{\"strange\": 1, ", "{\"top_k\": 5, ", "{\"temperature\": 0.5, ",
                "{\"temperature\": 2, ", "{\"system\": 7, ", "{\"metadata\": {\"job\": \"x\"}, ",
                "{\"output_config\": {\"effort\": \"enormous\"}, ", "{\"service_tier\": \"priority\", ",
                "{\"thinking\": {\"type\": \"enabled\"}, ", "{\"stream\": \"no\", "})
    void nonsense_is_refused_and_never_charged(String begin) {
        var json = begin.endsWith(", ") ? begin + PARAMS.substring(1) : begin;
        refused(post(MESSAGES, json), 400, "invalid_request_error");
        refused(post(BATCHES, "{\"requests\": [{\"custom_id\": \"x\", \"params\": " + json + "}]}"), 400,
                "invalid_request_error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'role': 'system', 'content': 'x'}", "{'role': 'user', 'content': []}",
        "{'role': 'user', 'content': [{'type': 'image'}]}", "{'role': 'user', 'content': [{'type': 'film'}]}",
        "{'role': 'user', 'content': [{'type': 'text', 'text': 'x', 'strange': 1}]}",
        "{'role': 'user', 'content': [{'type': 'image', 'source': {'type': 'base64', 'media_type': 'image/bmp',"
                + " 'data': 'AAAA'}}]}"})
    void so_are_messages_of_another_shape(String message) {
        refused(post(MESSAGES, "{\"model\": \"claude-haiku-5-5\", \"max_tokens\": 1, \"messages\": ["
                + message.replace('\'', '"') + "]}"), 400, "invalid_request_error");
    }

    @Test
    void a_custom_id_has_a_form() {
        for (var id : new String[]{"", "a b", "x".repeat(65)}) {
            refused(post(BATCHES, "{\"requests\": [{\"custom_id\": \"" + id + "\", \"params\": " + PARAMS + "}]}"), 400,
                    "invalid_request_error");
        }
    }

    @Test
    void what_it_does_not_have_is_not_found() {
        refused(post(MESSAGES, PARAMS.replace("haiku-5-5", "none")), 404, "not_found_error");
        refused(get(BATCHES + "/msgbatch_none"), 404, "not_found_error");
        refused(get(BATCHES + "/msgbatch_none/results"), 404, "not_found_error");
    }

    @Test
    void a_key_and_a_version_are_needed() {
        refused(simulator.send("POST", MESSAGES, PARAMS, "anthropic-version", "2023-06-01"), 401,
                "authentication_error");
        refused(simulator.send("POST", MESSAGES, PARAMS, "anthropic-version", "2023-06-01", "Authorization",
                "Bearer " + RunningSimulator.ANTHROPIC_KEY), 401, "authentication_error");
        refused(simulator.send("POST", MESSAGES, PARAMS, "x-api-key", RunningSimulator.ANTHROPIC_KEY), 400,
                "invalid_request_error");
        refused(simulator.send("POST", BATCHES, "{}", "x-api-key", RunningSimulator.ANTHROPIC_KEY, "anthropic-version",
                "1999-01-01"), 400, "invalid_request_error");
    }

    @Test
    void it_refuses_in_its_own_words() {
        simulator.faults("anthropic", "{\"rateLimitedPercent\": 100}");
        var limited = post(MESSAGES, PARAMS);
        refused(limited, 429, "rate_limit_error");
        assertThat(limited.header("Retry-After")).isEqualTo("1");
        simulator.faults("anthropic", "{\"insufficientCreditPercent\": 100}");
        refused(post(MESSAGES, PARAMS), 402, "billing_error");
        simulator.faults("anthropic", "{\"serverErrorPercent\": 100}");
        refused(post(MESSAGES, PARAMS), 500, "api_error");
        simulator.faults("anthropic", "{\"delay\": 0, \"contentRejectedPercent\": 100}");
        assertThat(post(MESSAGES, PARAMS).json().path("stop_reason").asString()).isEqualTo("refusal");
    }

    private void refused(Answer answer, int status, String type) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().path("type").asString()).isEqualTo("error");
        assertThat(answer.json().at("/error/type").asString()).isEqualTo(type);
        assertThat(answer.json().at("/error/message").asString()).isNotBlank();
        assertThat(answer.json().path("request_id").asString()).startsWith("req_");
        assertThat(simulator.charges("?provider=anthropic").size()).isZero();
    }

    private Answer post(String path, String json) {
        return simulator.send("POST", path, json, "x-api-key", RunningSimulator.ANTHROPIC_KEY, "anthropic-version",
                "2023-06-01");
    }

    private Answer get(String path) {
        return simulator.get(path, "x-api-key", RunningSimulator.ANTHROPIC_KEY, "anthropic-version", "2023-06-01");
    }
}
