package dev.atelier.simulator;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

import dev.atelier.simulator.RunningSimulator.Answer;
import dev.atelier.simulator.RunningSimulator.NoAnswer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Each fault at 100 %, seen from outside. */
class FaultsTest {

    private final RunningSimulator simulator = RunningSimulator.shared();
    private CallbackReceiver receiver;

    @BeforeEach
    void listen() throws Exception {
        receiver = new CallbackReceiver();
        simulator.send("PUT", "/__simulator/webhooks/geminigen",
                "{\"url\": \"%s\"}".formatted(receiver.url("/geminigen")));
    }

    @AfterEach
    void stopListening() {
        receiver.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"kie", "geminigen"})
    void a_server_error_is_http_500_and_not_charged(String provider) {
        simulator.faults(provider, "{\"serverErrorPercent\": 100}");
        assertThat(submit(provider).status()).isEqualTo(500);
        assertThat(simulator.charges("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"kie", "geminigen"})
    void a_rate_limit_is_429_and_says_when_to_come_back(String provider) {
        simulator.faults(provider, "{\"rateLimitedPercent\": 100}");
        var answer = submit(provider);
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(answer.text()).contains(provider.equals("kie") ? "429" : "RATE_LIMIT_ERROR");
        assertThat(simulator.charges("")).isEmpty();
    }

    @Test
    void missing_credit_is_said_in_each_providers_own_way() {
        simulator.faults("kie", "{\"insufficientCreditPercent\": 100}");
        simulator.faults("geminigen", "{\"insufficientCreditPercent\": 100}");
        assertThat(submit("kie").status()).isEqualTo(200);
        assertThat(submit("kie").json().path("code").asInt()).isEqualTo(402);
        assertThat(submit("geminigen").status()).isEqualTo(402);
        assertThat(submit("geminigen").text()).contains("NOT_ENOUGH_CREDIT");
        assertThat(simulator.charges("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"kie", "geminigen"})
    void an_error_may_hide_in_a_200(String provider) {
        simulator.faults(provider, "{\"errorInOkPercent\": 100}");
        var answer = submit(provider);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains(provider.equals("kie") ? "\"code\":500" : "SYSTEM_ERROR");
        assertThat(simulator.charges("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"kie", "geminigen"})
    void a_dropped_answer_ends_the_connection_after_the_charge(String provider) {
        simulator.faults(provider, "{\"delay\": 0, \"answerDroppedPercent\": 100}");
        assertThatThrownBy(() -> submit(provider)).isInstanceOf(NoAnswer.class)
                .hasCauseInstanceOf(IOException.class);
        assertThat(simulator.charges("")).hasSize(1);
        await().until(() -> receiver.received().size() == 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kie", "geminigen"})
    void broken_json_is_charged(String provider) {
        simulator.faults(provider, "{\"invalidJsonPercent\": 100}");
        var answer = submit(provider);
        assertThat(answer.status()).isEqualTo(200);
        assertThatThrownBy(answer::json).isInstanceOf(JacksonException.class);
        assertThat(simulator.charges("")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kie", "geminigen"})
    void a_slow_answer_comes_late_but_whole(String provider) {
        simulator.faults(provider, "{\"slowAnswerPercent\": 100, \"slowAnswerBy\": \"PT0.4S\"}");
        var start = System.nanoTime();
        assertThat(submit(provider).json().isObject()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(400));
    }

    @Test
    void a_lost_callback_never_comes() {
        simulator.faults("kie", "{\"delay\": 0, \"callbackLostPercent\": 100}");
        var taskId = submit("kie").json().path("data").path("taskId").asString();
        await().during(Duration.ofMillis(300)).until(() -> receiver.received().isEmpty());
        assertThat(simulator.kieRecord(taskId).path("data").path("state").asString()).isEqualTo("success");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kie", "geminigen"})
    void a_doubled_callback_comes_twice(String provider) {
        simulator.faults(provider, "{\"delay\": 0, \"callbackDoubledPercent\": 100}");
        submit(provider);
        await().until(() -> receiver.received().size() == 2);
        assertThat(receiver.received().getFirst().body()).isEqualTo(receiver.received().getLast().body());
    }

    @Test
    void a_late_callback_comes_after_the_work_is_done() {
        simulator.faults("kie", "{\"delay\": 0, \"callbackLatePercent\": 100, \"callbackLateBy\": 500}");
        var taskId = submit("kie").json().path("data").path("taskId").asString();
        assertThat(simulator.kieRecord(taskId).path("data").path("state").asString()).isEqualTo("success");
        assertThat(receiver.received()).isEmpty();
        await().until(() -> receiver.received().size() == 1);
        var late = receiver.received().getFirst();
        assertThat(late.at().toEpochMilli() - late.json().path("data").path("completeTime").asLong())
                .isGreaterThanOrEqualTo(490);
    }

    @Test
    void a_reordered_callback_lets_another_one_go_first() {
        simulator.faults("kie", "{\"delay\": 50, \"callbackReorderedPercent\": 100}");
        simulator.kieCreate(receiver.url("/first"), "Teapot");
        simulator.faults("kie", "{\"delay\": 150}");
        simulator.kieCreate(receiver.url("/second"), "Teapot");
        await().until(() -> receiver.received().size() == 2);
        assertThat(receiver.received().stream().map(CallbackReceiver.Received::path)).containsExactly("/second",
                "/first");
    }

    @Test
    void a_reordered_callback_that_nobody_overtakes_goes_out_all_the_same() {
        simulator.faults("kie", "{\"delay\": 0, \"callbackReorderedPercent\": 100}");
        submit("kie");
        await().until(() -> receiver.received().size() == 1);
        var held = receiver.received().getFirst();
        assertThat(held.at().toEpochMilli() - held.json().path("data").path("completeTime").asLong())
                .isGreaterThanOrEqualTo(490);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kie", "geminigen"})
    void a_callback_may_come_before_the_answer(String provider) {
        simulator.faults(provider, "{\"delay\": \"PT1H\", \"callbackBeforeAnswerPercent\": 100}");
        submit(provider);
        assertThat(receiver.received()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kie", "geminigen"})
    void polls_fail_or_answer_a_status_that_nobody_knows(String provider) {
        simulator.faults(provider, "{\"checkErrorPercent\": 100}");
        var id = submittedId(provider);
        assertThat(poll(provider, id).status()).isEqualTo(500);
        simulator.faults(provider, "{\"unknownStatusPercent\": 100}");
        assertThat(poll(provider, id).status()).isEqualTo(200);
        assertThat(poll(provider, id).text())
                .contains(provider.equals("kie") ? "\"state\":\"reticulating\"" : "\"status\":42");
    }

    @Test
    void the_same_seed_gives_the_same_faults_after_a_reset() {
        var first = outcomes(60);
        simulator.send("DELETE", "/__simulator", null);
        assertThat(outcomes(60)).isEqualTo(first).contains(200, 500);
    }

    private List<Integer> outcomes(int submissions) {
        simulator.faults("kie", "{\"serverErrorPercent\": 40}");
        var outcomes = new ArrayList<Integer>();
        for (var i = 0; i < submissions; i++) {
            outcomes.add(submit("kie").status());
        }
        return outcomes;
    }

    private Answer submit(String provider) {
        return provider.equals("kie")
                ? simulator.kieCreate(receiver.url("/kie"), "Teapot")
                : simulator.geminigenCreate("Teapot");
    }

    private String submittedId(String provider) {
        var json = submit(provider).json();
        return provider.equals("kie")
                ? json.path("data").path("taskId").asString()
                : json.path("uuid").asString();
    }

    private Answer poll(String provider, String id) {
        return provider.equals("kie")
                ? simulator.get("/kie/api/v1/jobs/recordInfo?taskId=" + id, "Authorization",
                        "Bearer " + RunningSimulator.KIE_KEY)
                : simulator.geminigenHistory(id);
    }
}
