package dev.atelier.api.webhooks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.atelier.api.TestApi;
import dev.atelier.job.JobId;
import dev.atelier.webhook.WebhookEvents;

import static dev.atelier.api.webhooks.Callbacks.KIE;
import static dev.atelier.api.webhooks.Callbacks.address;
import static dev.atelier.api.webhooks.Callbacks.kieSigned;
import static dev.atelier.api.webhooks.Callbacks.send;
import static org.assertj.core.api.Assertions.assertThat;

/** Started without a broker; in the end the database goes as well. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(OutputCaptureExtension.class)
@SuppressWarnings("NullAway.Init")
class OutageTest {
    private static final String BODY = "{\"data\": {\"taskId\": \"task-1\"}}";

    private static TestApi api;

    @BeforeAll
    static void start() throws IOException {
        int nobodysPort;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobodysPort = socket.getLocalPort();
        }
        api = TestApi.start(Map.of("spring.rabbitmq.port", nobodysPort, "spring.datasource.hikari.maximum-pool-size", 4,
                "spring.datasource.hikari.connection-timeout", 500));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    @Order(1)
    void without_a_broker_jobs_are_accepted_and_the_outage_is_told_once(CapturedOutput output) {
        for (int i = 0; i < 5; i++) {
            assertThat(api.newJob().status()).isEqualTo(202);
        }
        assertThat(api.count("generation_jobs")).isEqualTo(5);
        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThat(output)
                        .containsOnlyOnce(
                                "the broker has not confirmed a job; nothing is lost, the dispatcher sends it"));
    }

    @Test
    @Order(2)
    void without_a_broker_this_instance_stays_in_service() {
        assertThat(health("").status()).isEqualTo(503);
        assertThat(health("").at("/components/rabbit/status")).isEqualTo("DOWN");
        assertThat(health("/readiness").status()).isEqualTo(200);
        assertThat(health("/liveness").status()).isEqualTo(200);
    }

    @Test
    @Order(3)
    void without_a_broker_a_callback_is_kept_once() {
        var job = JobId.create();
        for (int i = 0; i < 2; i++) {
            assertThat(callback(job).status()).isEqualTo(200);
        }
        assertThat(api.bean(WebhookEvents.class).open(10)).singleElement().satisfies(it -> {
            assertThat(it.jobId()).isEqualTo(job);
            assertThat(it.provider()).isEqualTo(KIE);
            assertThat(it.body()).isEqualTo(BODY);
            assertThat(it.headers()).containsKey("x-webhook-signature");
        });
    }

    @Test
    @Order(4)
    void without_a_broker_a_refused_callback_leaves_nothing() {
        long before = api.count("webhook_events");
        assertThat(send(api, address(api, KIE, JobId.create()) + "x", BODY).status()).isEqualTo(401);
        assertThat(api.count("webhook_events")).isEqualTo(before);
    }

    @Test
    @Order(5)
    void without_broker_and_database_nothing_is_said_to_be_done() {
        assertThat(api.get("/api/v1/models").status()).isEqualTo(200);
        api.cutOffDatabase();

        var callback = callback(JobId.create());
        assertThat(callback.status()).isEqualTo(503);
        assertThat(callback.code()).isEqualTo("callback_not_stored");
        assertThat(callback.header("Retry-After")).isEqualTo("30");
        var job = api.newJob();
        assertThat(job.status()).isEqualTo(503);
        assertThat(job.code()).isEqualTo("temporarily_unavailable");
        assertThat(job.header("Retry-After")).isEqualTo("5");
        assertThat(api.get("/api/v1/models", "Authorization", "Bearer never-seen-before").status()).isEqualTo(503);
        assertThat(health("/readiness").status()).isEqualTo(503);
        assertThat(health("/liveness").status()).isEqualTo(200);
    }

    private static TestApi.Answer callback(JobId job) {
        return send(api, address(api, KIE, job), BODY, kieSigned("task-1", TestApi.KIE_KEY, Instant.now()));
    }

    private static TestApi.Answer health(String group) {
        return TestApi.anonymously(HttpRequest.newBuilder(api.managementUri("/actuator/health" + group)).GET());
    }
}
