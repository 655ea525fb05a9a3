package dev.atelier.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ControlTest {

    private static final String JOB = "0198c0de-0000-7000-8000-00000000beef";

    private final RunningSimulator simulator = RunningSimulator.shared();

    @Test
    void every_accepted_submission_is_a_charge() {
        var before = Instant.now().minusMillis(1);
        var taskId = simulator.kieCreate("http://localhost:1/hook/" + JOB + "?token=a", "é".repeat(200))
                .json()
                .path("data")
                .path("taskId")
                .asString();
        var uuid = simulator.geminigenCreate("Teapot").json().path("uuid").asString();

        var charges = simulator.charges("");
        assertThat(charges).hasSize(2);
        var kie = charges.get(0);
        assertThat(kie.propertyNames()).containsExactlyInAnyOrder("provider", "providerJobId", "reference", "model",
                "prompt", "at");
        assertThat(kie.path("provider").asString()).isEqualTo("kie");
        assertThat(kie.path("providerJobId").asString()).isEqualTo(taskId);
        assertThat(kie.path("reference").asString()).isEqualTo(JOB);
        assertThat(kie.path("model").asString()).isEqualTo("nano-banana-2");
        assertThat(kie.path("prompt").asString()).isEqualTo("é".repeat(80));
        assertThat(Instant.parse(kie.path("at").asString())).isBetween(before, Instant.now());
        assertThat(charges.get(1).path("providerJobId").asString()).isEqualTo(uuid);
        assertThat(charges.get(1).path("reference").isNull()).isTrue();

        assertThat(simulator.charges("?provider=geminigen")).hasSize(1);
        assertThat(simulator.charges("?reference=" + JOB)).hasSize(1);
        assertThat(simulator.charges("?reference=other")).isEmpty();
        assertThat(simulator.charges("/count").path("count").asInt()).isEqualTo(2);
        assertThat(simulator.charges("/count?reference=" + JOB).path("count").asInt()).isEqualTo(1);
    }

    @Test
    void a_put_replaces_a_providers_faults_wholly() {
        simulator.faults("kie", "{\"callbackLostPercent\": 12.5, \"delay\": \"PT3S\"}");
        simulator.faults("kie", "{\"failPercent\": 5}");
        var kie = simulator.get("/__simulator/faults/kie").json();
        assertThat(kie.path("failPercent").asDouble()).isEqualTo(5);
        assertThat(kie.path("callbackLostPercent").asDouble()).isZero();
        assertThat(kie.path("delay").asString()).isEqualTo("PT0.2S");
        assertThat(simulator.get("/__simulator/faults/geminigen").json().path("failPercent").asDouble()).isZero();
    }

    @Test
    void a_put_for_all_replaces_everybodys_faults() {
        simulator.faults("kie", "{\"failPercent\": 5}");
        var all = simulator.send("PUT", "/__simulator/faults", "{\"geminigen\": {\"delay\": 1500}}").json();
        assertThat(all).isEqualTo(simulator.get("/__simulator/faults").json());
        assertThat(all.path("geminigen").path("delay").asString()).isEqualTo("PT1.5S");
        assertThat(all.path("kie").path("failPercent").asDouble()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /__simulator/faults/kie        | {"callbackLost": 5}                 | callbackLost
            /__simulator/faults/kie        | {"failPercent": 101}                | failPercent
            /__simulator/faults/kie        | {"failPercent": -1}                 | failPercent
            /__simulator/faults/kie        | {"failPercent": "5"}                | failPercent
            /__simulator/faults/kie        | {"failPercent": null}               | failPercent
            /__simulator/faults/kie        | {"delay": "soon"}                   | delay
            /__simulator/faults/kie        | {"delay": -5}                       | delay
            /__simulator/faults/kie        | {"delay": true}                     | delay
            /__simulator/faults/kie        | {"delay": "PT-5S"}                  | delay
            /__simulator/faults/kie        | [1]                                 | body
            /__simulator/faults/kie        | {"delay":                           | body
            /__simulator/faults/acme       | {}                                  | provider
            /__simulator/faults            | {"acme": {}}                        | provider
            /__simulator/faults            | {"kie": 5}                          | kie.
            /__simulator/faults            | {"kie": {"failPercent": 200}}       | kie.failPercent
            /__simulator/faults            | {"kie": {"lost": 200}}              | kie.lost
            /__simulator/webhooks/kie      | {"url": "http://localhost/"}        | provider
            /__simulator/webhooks/geminigen| {"url": "localhost/webhook"}        | url
            /__simulator/webhooks/geminigen| {"url": "http://a b/"}              | url
            /__simulator/webhooks/geminigen| {"uri": "http://localhost/"}        | uri
            /__simulator/webhooks/geminigen| {}                                  | url
            """)
    void bad_input_is_a_problem_that_names_the_field(String path, String json, String field) {
        var before = simulator.get("/__simulator/faults").text();
        var answer = simulator.send("PUT", path, json);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().path("code").asString()).isEqualTo("invalid_control_input");
        assertThat(answer.json().path("errors").path(0).path("field").asString()).isEqualTo(field);
        assertThat(answer.json().path("errors").path(0).path("allowed").asString()).isNotBlank();
        assertThat(simulator.get("/__simulator/faults").text()).isEqualTo(before);
    }

    @Test
    void a_reset_forgets_everything() throws Exception {
        try (var receiver = new CallbackReceiver()) {
            simulator.send("PUT", "/__simulator/webhooks/geminigen",
                    "{\"url\": \"%s\"}".formatted(receiver.url("/webhook")));
            simulator.faults("kie", "{\"failPercent\": 5}");
            var uuid = simulator.geminigenCreate("Teapot").json().path("uuid").asString();
            simulator.kieCreate(receiver.url("/callback"), "Teapot");

            assertThat(simulator.send("DELETE", "/__simulator", null).status()).isEqualTo(204);

            assertThat(simulator.charges("")).isEmpty();
            assertThat(simulator.geminigenHistory(uuid).status()).isEqualTo(404);
            assertThat(simulator.get("/__simulator/faults/kie").json().path("failPercent").asDouble()).isZero();
            assertThat(simulator.get("/__simulator/webhooks/geminigen").json().path("url").isNull()).isTrue();
            await().during(Duration.ofMillis(500)).until(() -> receiver.received().isEmpty());
        }
    }

    @Test
    void a_task_can_be_looked_at_whoever_has_it() {
        var uuid = simulator.geminigenCreate("Teapot").json().path("uuid").asString();
        var task = simulator.get("/__simulator/tasks/" + uuid).json();
        assertThat(task.path("provider").asString()).isEqualTo("geminigen");
        assertThat(task.path("size").asString()).isEqualTo("1024x1024");
        assertThat(simulator.get("/__simulator/tasks/none").status()).isEqualTo(404);
    }

    @Test
    void submissions_that_are_being_answered_are_counted_and_the_most_at_a_time_is_kept() throws Exception {
        simulator.faults("kie", "{\"slowAnswerPercent\": 100, \"slowAnswerBy\": \"PT0.5S\"}");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 3; i++) {
                var _ = threads.submit(() -> simulator.kieCreate("http://localhost:1/hook", "Teapot"));
            }
            await().untilAsserted(() -> assertThat(inFlight("now")).isEqualTo(3));
        }
        await().untilAsserted(() -> assertThat(inFlight("now")).isZero());
        assertThat(inFlight("most")).isEqualTo(3);
        assertThat(simulator.get("/__simulator/submissions").json().path("geminigen").path("now").asInt()).isZero();
    }

    private int inFlight(String what) {
        return simulator.get("/__simulator/submissions").json().path("kie").path(what).asInt();
    }

    @Test
    void the_process_says_that_it_is_well() {
        assertThat(simulator.get("/actuator/health").json().path("status").asString()).isEqualTo("UP");
    }
}
