package dev.atelier.api.webhooks.signature;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.atelier.api.webhooks.signature.SignatureScheme.Verdict;
import dev.atelier.credential.Secret;

import static org.assertj.core.api.Assertions.assertThat;

class Ed25519JwksTest {
    private static final String BODY = "{\"request_id\": \"r-1\", \"payload\": {\"prompt\": \"Übermut\"}}";
    private static final Instant START = Instant.parse("2026-11-25T10:00:00Z");
    private static final Verdict GENUINE = new Verdict.Genuine();

    private final KeyPair old = pair();
    private final KeyPair current = pair();
    private final Published published = new Published();
    private final Map<String, String> parameters = Map.of("jwksUrl", published.address(), "idPaths", "/request_id");
    private Instant now = START;
    private final Ed25519Jwks scheme = new Ed25519Jwks(() -> now, Duration.ofSeconds(2));

    @AfterEach
    void close() {
        scheme.close();
        published.close();
    }

    @Test
    void a_signature_made_by_another_program_is_genuine() {
        // openssl genpkey -algorithm ed25519; printf 'r-1\nu-1\n1764064800\n<sha256 of {"request_id": "r-1"}>' signed with it
        var headers = Map.of("x-fal-webhook-request-id", "r-1", "x-fal-webhook-user-id", "u-1",
                "x-fal-webhook-timestamp", "1764064800", "x-fal-webhook-signature", OPENSSL_SIGNATURE);
        var callback = new SignedCallback(headers, "{\"request_id\": \"r-1\"}", Instant.ofEpochSecond(1_764_064_801));

        assertThat(scheme.judge(callback, Map.of(), List.of(new Secret(OPENSSL_KEY)))).isEqualTo(GENUINE);
        assertThat(scheme.judge(callback, Map.of(), List.of(new Secret(OPENSSL_KEY + "=")))).isEqualTo(GENUINE);
    }

    private static final String OPENSSL_KEY = "Qirp_JjAvCZ1YmbCuPlJRKAKl8jBmrzGtKi-kvAe8Dc";
    private static final String OPENSSL_SIGNATURE = "d9682a053b72d161f60204b17460e760c7c33c174e962f5247efe7cbbc726001d6f846b4eff7f7025b804c269c19a4ae85a486d6cadae590ec6e840276b4e408";

    @ParameterizedTest
    @ValueSource(strings = {"x-fal-webhook-request-id", "x-fal-webhook-user-id", "x-fal-webhook-timestamp",
        "x-fal-webhook-signature"})
    void each_header_is_needed_and_counts(String header) {
        var headers = signed(current, BODY);
        assertThat(judged(headers, BODY, raw(current))).isEqualTo(GENUINE);

        var without = new HashMap<>(headers);
        without.remove(header);
        assertThat(judged(without, BODY, raw(current))).isInstanceOf(Verdict.Refused.class);

        var other = new HashMap<>(headers);
        other.computeIfPresent(header, (_, value) -> value.startsWith("1") ? "2" + value.substring(1) : "1" + value
                .substring(1));
        assertThat(judged(other, BODY, raw(current))).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void the_body_is_covered() {
        var headers = signed(current, BODY);
        assertThat(judged(headers, BODY.replace("Übermut", "Ubermut"), raw(current)))
                .isInstanceOf(Verdict.Refused.class);
        assertThat(judged(headers, BODY + " ", raw(current))).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void the_ids_in_header_and_body_are_the_same() {
        var body = BODY.replace("r-1", "r-2");
        var callback = callback(signed(current, body), body);
        assertThat(scheme.judge(callback, parameters, List.of(raw(current)))).isInstanceOf(Verdict.Refused.class);
        assertThat(scheme.judge(callback, Map.of(), List.of(raw(current)))).isEqualTo(GENUINE);
    }

    @Test
    void a_timestamp_is_at_most_five_minutes_away() {
        var headers = signed(current, BODY);
        for (var seconds : List.of(-300, 300)) {
            assertThat(scheme.judge(new SignedCallback(headers, BODY, START.plusSeconds(seconds)), parameters,
                    List.of(raw(current)))).isEqualTo(GENUINE);
        }
        for (var seconds : List.of(-301, 301)) {
            assertThat(scheme.judge(new SignedCallback(headers, BODY, START.plusSeconds(seconds)), parameters,
                    List.of(raw(current)))).isInstanceOf(Verdict.Refused.class);
        }
    }

    @Test
    void headers_may_have_other_names() {
        var names = Map.of("requestIdHeader", "A-Id", "userIdHeader", "A-User", "timestampHeader", "A-Time",
                "signatureHeader", "A-Sig");
        var headers = signed(current, BODY).entrySet()
                .stream()
                .collect(Collectors.toMap(it -> it.getKey()
                        .replace("x-fal-webhook-request-id", "a-id")
                        .replace("x-fal-webhook-user-id", "a-user")
                        .replace("x-fal-webhook-timestamp", "a-time")
                        .replace("x-fal-webhook-signature", "a-sig"), Map.Entry::getValue));
        assertThat(scheme.judge(callback(headers, BODY), names, List.of(raw(current)))).isEqualTo(GENUINE);
        assertThat(scheme.headers(names)).containsExactlyInAnyOrder("a-id", "a-user", "a-time", "a-sig");
        assertThat(scheme.headers(Map.of())).contains("x-fal-webhook-signature").hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "zz", "00", "abc"})
    void a_signature_that_is_none_is_refused(String signature) {
        var headers = new HashMap<>(signed(current, BODY));
        headers.put("x-fal-webhook-signature", signature);
        assertThat(judged(headers, BODY, raw(current))).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void the_operators_keys_may_be_written_in_three_ways_and_be_several() {
        var headers = signed(current, BODY);
        var jwk = "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + x(current) + "\"}";
        for (var key : List.of(x(current), jwk, jwks(old, current))) {
            assertThat(judged(headers, BODY, new Secret("no key"), new Secret(x(old)), new Secret(key)))
                    .isEqualTo(GENUINE);
        }
        for (var key : List.of(x(old), jwk.replace("Ed25519", "X25519"), "{", "{\"keys\":[]}", "{\"keys\":[{}]}",
                x(current).substring(1))) {
            assertThat(judged(headers, BODY, new Secret(key))).isInstanceOf(Verdict.Refused.class);
        }
        assertThat(published.fetches()).isZero();
    }

    @Test
    void without_keys_of_the_operators_they_are_fetched_once_and_kept_for_a_day() {
        published.answers(200, jwks(current));
        assertThat(scheme.isAlwaysRequired()).isTrue();

        assertThat(judged()).isEqualTo(GENUINE);
        now = START.plus(KeySet.KEPT).minusSeconds(1);
        assertThat(judged()).isEqualTo(GENUINE);
        assertThat(published.fetches()).isEqualTo(1);

        now = START.plus(KeySet.KEPT);
        assertThat(judged()).isEqualTo(GENUINE);
        assertThat(published.fetches()).isEqualTo(2);
    }

    @Test
    void keys_that_are_a_day_old_and_cannot_be_fetched_again_are_used_no_more() {
        published.answers(200, jwks(current));
        assertThat(judged()).isEqualTo(GENUINE);

        published.answers(503, "");
        now = START.plus(KeySet.KEPT);
        assertThat(judged()).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void an_unknown_key_makes_them_be_fetched_again_at_most_once_a_minute() {
        published.answers(200, jwks(old));
        assertThat(judged()).isInstanceOf(Verdict.Refused.class);
        assertThat(judged()).isInstanceOf(Verdict.Refused.class);
        assertThat(published.fetches()).isEqualTo(1);

        published.answers(200, jwks(old, current));
        now = START.plus(KeySet.PAUSE).minusMillis(1);
        assertThat(judged()).isInstanceOf(Verdict.Refused.class);
        now = START.plus(KeySet.PAUSE);
        assertThat(judged()).isEqualTo(GENUINE);
        assertThat(published.fetches()).isEqualTo(2);
    }

    @Test
    void a_fetch_that_fails_takes_nothing_from_what_is_known() {
        published.answers(200, jwks(current));
        assertThat(judged()).isEqualTo(GENUINE);

        now = START.plus(KeySet.PAUSE);
        published.answers(500, "");
        assertThat(judged(signed(old, BODY), BODY)).isInstanceOf(Verdict.Refused.class);
        assertThat(published.fetches()).isEqualTo(2);
        assertThat(judged()).isEqualTo(GENUINE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{\"keys\":[]}", "{\"keys\":[{\"kty\":\"RSA\",\"n\":\"x\"}]}"})
    void what_is_no_key_set_verifies_nothing(String answer) {
        published.answers(200, answer);
        assertThat(judged()).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void an_answer_that_never_ends_or_is_too_long_verifies_nothing() {
        published.answers(200, jwks(current).replace("]", " ".repeat(70_000) + "]"));
        assertThat(judged()).isInstanceOf(Verdict.Refused.class);

        now = START.plus(KeySet.PAUSE);
        published.staysSilent();
        assertThat(judged()).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void while_keys_are_fetched_known_ones_go_on_to_verify_and_the_others_share_the_fetch() throws Exception {
        published.answers(200, jwks(current));
        assertThat(judged()).isEqualTo(GENUINE);
        now = START.plus(KeySet.PAUSE);
        published.staysSilent();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var junk = Stream.generate(() -> threads.submit(() -> judged(signed(old, BODY), BODY))).limit(20).toList();
            published.awaitRequest();
            assertThat(judged()).isEqualTo(GENUINE);
            assertThat(junk).noneMatch(java.util.concurrent.Future::isDone);
            for (var it : junk) {
                assertThat(it.get()).isInstanceOf(Verdict.Refused.class);
            }
        }
        assertThat(published.fetches()).isEqualTo(2);
    }

    @Test
    void an_address_where_nobody_is_verifies_nothing() throws IOException {
        try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed.close();
            for (var address : List.of("http://127.0.0.1:" + closed.getLocalPort() + "/", "http://", "jwks.json")) {
                assertThat(scheme.judge(callback(signed(current, BODY), BODY), Map.of("jwksUrl", address), List.of()))
                        .isInstanceOf(Verdict.Refused.class);
            }
        }
        assertThat(scheme.judge(callback(signed(current, BODY), BODY), Map.of(), List.of()))
                .isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void the_operators_keys_replace_the_published_ones_and_may_be_another_address() {
        published.answers(200, jwks(current));
        assertThat(judged(signed(current, BODY), BODY, raw(old))).isInstanceOf(Verdict.Refused.class);
        assertThat(published.fetches()).isZero();

        assertThat(scheme.judge(callback(signed(current, BODY), BODY), Map.of("jwksUrl", "https://unused.invalid/"),
                List.of(raw(old), new Secret(published.address())))).isEqualTo(GENUINE);
    }

    private Verdict judged() {
        return judged(signed(current, BODY), BODY);
    }

    private Verdict judged(Map<String, String> headers, String body, Secret... keys) {
        return scheme.judge(callback(headers, body), parameters, List.of(keys));
    }

    private static SignedCallback callback(Map<String, String> headers, String body) {
        return new SignedCallback(headers, body, START);
    }

    private static Map<String, String> signed(KeyPair pair, String body) {
        try {
            var digest = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8)));
            var timestamp = String.valueOf(START.getEpochSecond());
            var signer = Signature.getInstance("Ed25519");
            signer.initSign(pair.getPrivate());
            signer.update(("r-1\nu-1\n" + timestamp + "\n" + digest).getBytes(StandardCharsets.UTF_8));
            return Map.of("x-fal-webhook-request-id", "r-1", "x-fal-webhook-user-id", "u-1",
                    "x-fal-webhook-timestamp", timestamp, "x-fal-webhook-signature",
                    HexFormat.of().formatHex(signer.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Secret raw(KeyPair pair) {
        return new Secret(x(pair));
    }

    /** The last 32 bytes of the X.509 form are the key. */
    private static String x(KeyPair pair) {
        var encoded = pair.getPublic().getEncoded();
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    }

    private static String jwks(KeyPair... pairs) {
        return Stream.of(pairs)
                .map(it -> "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"use\":\"sig\",\"x\":\"" + x(it) + "\"}")
                .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    }

    /** Where a provider publishes its keys. */
    private static final class Published implements AutoCloseable {
        private final HttpServer server;
        private final AtomicInteger fetches = new AtomicInteger();
        private final CountDownLatch closed = new CountDownLatch(1);
        private volatile CountDownLatch requested = new CountDownLatch(1);
        private volatile int status = 500;
        private volatile String body = "";

        Published() {
            try {
                server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", this::answer);
            server.start();
        }

        String address() {
            return "http://127.0.0.1:" + server.getAddress().getPort() + "/.well-known/jwks.json";
        }

        int fetches() {
            return fetches.get();
        }

        void answers(int status, String body) {
            this.status = status;
            this.body = body;
        }

        void staysSilent() {
            status = 0;
            requested = new CountDownLatch(1);
        }

        void awaitRequest() throws InterruptedException {
            requested.await();
        }

        private void answer(HttpExchange exchange) throws IOException {
            try (exchange) {
                fetches.incrementAndGet();
                requested.countDown();
                if (status == 0) {
                    closed.await();
                } else {
                    var bytes = body.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                    exchange.getResponseBody().write(bytes);
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            closed.countDown();
            server.stop(0);
        }
    }
}
