package dev.atelier.worker.provider;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

import dev.atelier.credential.Secret;
import dev.atelier.job.FailureKind;

import static dev.atelier.job.FailureKind.CREDENTIALS_REFUSED;
import static dev.atelier.job.FailureKind.OUTCOME_UNKNOWN;
import static dev.atelier.job.FailureKind.PROVIDER_UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class ProviderHttpTest {
    private static final ProviderHttp.KeyHeader KEY = new ProviderHttp.KeyHeader("x-api-key", new Secret("k-1234567"));
    private static final ProviderHttp.Content CONTENT = ProviderHttp.Content.of("application/json",
            "{}".getBytes(StandardCharsets.UTF_8));

    private final ScriptedProvider acme = new ScriptedProvider();
    private final ProviderHttp http = new ProviderHttp("Acme",
            new ProviderHttp.Settings(Duration.ofMillis(500), Duration.ofSeconds(1), DataSize.ofKilobytes(1)),
            Clock.fixed(Instant.parse("2026-11-22T10:00:00Z"), ZoneOffset.UTC));

    @AfterEach
    void close() {
        acme.close();
        http.close();
    }

    @Test
    void an_answer_comes_back_whole() {
        acme.answers(202, "{\"a\":\"ä\"}", "Retry-After: 7");

        var answer = submit();

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.isSuccess()).isTrue();
        assertThat(answer.body()).isEqualTo("{\"a\":\"ä\"}");
        assertThat(answer.retryAfter()).contains(Duration.ofSeconds(7));
        assertThat(acme.requests()).singleElement().satisfies(it -> {
            assertThat(it.line()).isEqualTo("POST /path HTTP/1.1");
            assertThat(it.header("x-api-key")).contains("k-1234567");
            assertThat(it.header("content-type")).contains("application/json");
            assertThat(it.header("user-agent")).isPresent().get().asString().startsWith("Atelier/");
            assertThat(it.text()).isEqualTo("{}");
        });
    }

    @Test
    void a_submission_whose_connection_is_closed_is_sent_once_and_its_outcome_is_unknown() {
        acme.hangsUp().answers(200, "{}");

        assertKind(this::submit, OUTCOME_UNKNOWN);

        assertThat(acme.requests()).hasSize(1);
    }

    @Test
    void a_submission_on_a_reused_connection_that_is_closed_is_sent_once_too() {
        acme.answers(200, "{}").hangsUp().answers(200, "{}");
        submit();

        assertKind(this::submit, OUTCOME_UNKNOWN);

        assertThat(acme.requests()).hasSize(2);
    }

    @Test
    void an_answer_that_breaks_off_leaves_the_outcome_unknown() {
        acme.breaksOff(200, "{\"id\":");

        assertKind(this::submit, OUTCOME_UNKNOWN);
    }

    @Test
    void an_answer_that_does_not_come_leaves_the_outcome_unknown() {
        acme.staysSilent();

        assertKind(this::submit, OUTCOME_UNKNOWN);

        assertThat(acme.requests()).hasSize(1);
    }

    @Test
    void the_time_for_a_call_ends_in_the_middle_of_an_answer_too() {
        acme.beginsToAnswer(200, "{\"id\":");

        assertKind(this::submit, OUTCOME_UNKNOWN);
    }

    @Test
    void an_answer_that_is_too_long_is_not_read() {
        acme.answers(200, "x".repeat(1025)).answers(200, "x".repeat(1024));

        assertKind(this::submit, OUTCOME_UNKNOWN);
        assertThat(submit().body()).hasSize(1024);
    }

    @Test
    void an_answer_that_does_not_say_how_long_it_is_is_not_read_when_it_is_too_long() {
        acme.answersWithoutLength(200, "x".repeat(1025)).answersWithoutLength(200, "x".repeat(1024));

        assertKind(this::submit, OUTCOME_UNKNOWN);
        assertThat(submit().body()).hasSize(1024);
    }

    @Test
    void a_question_without_an_answer_says_that_the_provider_is_unavailable() {
        acme.staysSilent().breaksOff(200, "{");

        assertKind(this::read, PROVIDER_UNAVAILABLE);
        assertKind(this::read, PROVIDER_UNAVAILABLE);
    }

    @Test
    void a_refused_connection_means_that_nothing_was_sent() throws IOException {
        var nobody = nobodyListens();

        assertKind(() -> http.submit(nobody, KEY, CONTENT), PROVIDER_UNAVAILABLE);
        assertKind(() -> http.read(nobody, KEY), PROVIDER_UNAVAILABLE);
    }

    @Test
    void a_name_that_leads_nowhere_means_that_nothing_was_sent() {
        var nowhere = URI.create("http://acme.invalid/path");

        assertKind(() -> http.submit(nowhere, KEY, CONTENT), PROVIDER_UNAVAILABLE);
    }

    @Test
    void a_handshake_that_does_not_come_to_its_end_means_that_nothing_was_sent() throws IOException {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var encrypted = URI.create("https://127.0.0.1:" + silent.getLocalPort());

            assertKind(() -> http.submit(encrypted, KEY, CONTENT), PROVIDER_UNAVAILABLE);
        }
    }

    @Test
    void a_worker_that_is_stopped_does_not_wait_for_the_answer() throws InterruptedException {
        acme.staysSilent();
        var failure = new CompletableFuture<FailureKind>();
        var caller = Thread.ofVirtual().start(() -> {
            try {
                submit();
            } catch (ProviderException e) {
                failure.complete(e.kind());
            }
        });
        await().until(() -> acme.requests().size() == 1);

        caller.interrupt();

        assertThat(caller.join(Duration.ofMillis(500))).isTrue();
        assertThat(failure).isCompletedWithValue(OUTCOME_UNKNOWN);
    }

    @Test
    void what_has_no_body_says_so() {
        acme.answers(200, "{}");

        http.tell("POST", acme.url(), KEY);

        assertThat(acme.requests()).singleElement().satisfies(it -> {
            assertThat(it.header("content-length")).contains("0");
            assertThat(it.text()).isEmpty();
        });
    }

    @Test
    void a_redirect_is_not_followed() {
        acme.answers(307, "", "Location: /elsewhere");

        assertThat(submit().status()).isEqualTo(307);
        assertThat(acme.requests()).hasSize(1);
    }

    @Test
    void a_key_that_no_header_can_hold_is_refused_without_showing_it() {
        var broken = new ProviderHttp.KeyHeader("x-api-key", new Secret("secret\nkey"));

        assertThatThrownBy(() -> http.submit(acme.url(), broken, CONTENT))
                .isInstanceOfSatisfying(ProviderException.class, e -> {
                    assertThat(e.kind()).isEqualTo(CREDENTIALS_REFUSED);
                    assertThat(e).hasNoCause().message().doesNotContain("secret");
                });
        assertThat(acme.requests()).isEmpty();
    }

    private ProviderAnswer submit() {
        return http.submit(URI.create(acme.url() + "/path"), KEY, CONTENT);
    }

    private ProviderAnswer read() {
        return http.read(URI.create(acme.url() + "/path"), KEY);
    }

    private static void assertKind(ThrowingCallable call, FailureKind kind) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ProviderException.class, e -> {
            assertThat(e.kind()).isEqualTo(kind);
            assertThat(e.failure().message()).startsWith("Acme ");
        });
    }

    private static URI nobodyListens() throws IOException {
        try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + closed.getLocalPort());
        }
    }
}
