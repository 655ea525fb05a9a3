package dev.atelier.api.problems;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

import dev.atelier.api.TestApi;
import dev.atelier.api.TestApi.Answer;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class ProblemTest {
    private final TestApi api = TestApi.shared();

    @ParameterizedTest
    @ValueSource(strings = {"/nothing", "/api/v1/nothing", "/api/v1/webhooks/nothing", "/error", "/actuator/health"})
    void an_unknown_path_is_a_problem(String path) {
        var answer = api.get(path);
        isProblem(answer, 404, "not_found");
        assertThat(answer.at("/instance")).isEqualTo(path);
        assertThat(answer.at("/type")).isEqualTo("urn:atelier:problem:not_found");
        assertThat(answer.at("/title")).isNotEmpty();
    }

    @Test
    void another_method_is_a_problem_that_names_the_right_ones() {
        var answer = api.delete("/api/v1/models");
        isProblem(answer, 405, "method_not_allowed");
        assertThat(answer.header("Allow")).contains("GET");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/webhooks/providers/geminigen",
        "/api/v1/webhooks/provider-callback/0197a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b"})
    void callbacks_are_posted(String path) {
        isProblem(TestApi.anonymously(api.request(path).GET()), 405, "method_not_allowed");
    }

    @Test
    void a_caller_that_takes_only_html_is_told_in_json() {
        isProblem(api.get("/api/v1/models", "Accept", "text/html"), 406, "not_acceptable");
        isProblem(api.get("/nothing", "Accept", "text/html"), 404, "not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"//api/v1/models", "/api/v1/models;x=1", "/api/v1/models/%2F", "/api/%00"})
    void a_path_that_could_mean_two_things_is_a_problem(String path) {
        isProblem(api.get(path), 400, "request_refused");
    }

    @Test
    void what_is_not_even_http_is_a_problem() throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), api.uri("/").getPort())) {
            socket.getOutputStream()
                    .write("GET /api/v1/models?category=[\u0001 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 400")
                    .contains("application/problem+json", "\"code\":\"request_refused\"")
                    .doesNotContain("Tomcat");
        }
    }

    @Test
    void what_nobody_expected_is_logged_once_and_told_without_details(CapturedOutput output) {
        var job = api.newJob().at("/jobId");
        api.bean(JdbcClient.class)
                .sql("update generation_jobs set failure_code = 'NONSENSE', failure_message = 'x', status = 'FAILED',"
                        + " due_at = null where id = :id")
                .param("id", UUID.fromString(job))
                .update();
        var answer = api.get("/api/v1/generate/jobs/" + job);
        isProblem(answer, 500, "internal_error");
        assertThat(answer.text()).doesNotContain("NONSENSE", "Exception", "dev.atelier");
        assertThat(output.getOut().split("failed unexpectedly and is answered with 500", -1)).hasSize(2);
        assertThat(output).contains("FailureKind.NONSENSE");
    }

    @Test
    void the_management_port_shows_health_and_metrics() {
        assertThat(management("/actuator/health/readiness").text()).contains("\"db\"").doesNotContain("rabbit");
        assertThat(management("/actuator/health/liveness").status()).isEqualTo(200);
        assertThat(management("/actuator/info").status()).isEqualTo(200);
        api.newJob();
        assertThat(management("/actuator/prometheus").text())
                .contains("atelier_jobs_total{", "application=\"api-service\"", "http_server_requests_seconds_count");
        isProblem(management("/actuator/env"), 404, "not_found");
    }

    private Answer management(String path) {
        return TestApi.anonymously(HttpRequest.newBuilder(api.managementUri(path)).GET());
    }

    private static void isProblem(Answer answer, int status, String code) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.json().at("/status").asInt()).isEqualTo(status);
    }
}
