package dev.atelier.api.webhooks.signature;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.atelier.api.webhooks.signature.SignatureScheme.Verdict;
import dev.atelier.credential.Secret;

import static org.assertj.core.api.Assertions.assertThat;

/** The example that the specification's own libraries are tested with, and what must not pass for it. */
class StandardWebhooksTest {
    private static final String SECRET = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final String TIME = "1614265330";
    private static final String BODY = "{\"test\": 2432232314}";
    private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private static final String OTHER = "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=";
    private static final Instant SENT = Instant.ofEpochSecond(1_614_265_330);

    private final StandardWebhooks scheme = new StandardWebhooks();

    @ParameterizedTest
    @ValueSource(strings = {"whsec_" + SECRET, SECRET})
    void an_example_of_the_specification_is_genuine(String secret) {
        assertThat(judge(callback(SIGNATURE), secret)).isEqualTo(new Verdict.Genuine());
    }

    @Test
    void a_secret_may_be_the_key_itself() {
        // printf 'm1.1614265330.{}' | openssl dgst -sha256 -hmac 'not base64!' -binary | base64
        var callback = new SignedCallback(headers("m1", "v1,WDacvxIi5mrXps5nL7aUtRqV7NMasgAi4eLTtL6Hirk="), "{}", SENT);
        assertThat(judge(callback, "not base64!")).isEqualTo(new Verdict.Genuine());
    }

    @ParameterizedTest
    @ValueSource(strings = {OTHER + " " + SIGNATURE, SIGNATURE + " " + OTHER, OTHER + ", " + SIGNATURE,
        "v1a,cHVibGlj " + SIGNATURE, SIGNATURE + ",", " " + SIGNATURE + "\t"})
    void one_of_several_signatures_is_enough(String signatures) {
        assertThat(judge(callback(signatures), SECRET)).isEqualTo(new Verdict.Genuine());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "v1,", "v1", OTHER, "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", SIGNATURE + "=",
        "V1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="})
    void a_signature_that_is_none_is_refused(String signatures) {
        assertThat(judge(callback(signatures), SECRET)).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void an_old_secret_is_replaced_by_adding_the_new_one() {
        var callback = callback(SIGNATURE);
        assertThat(judge(callback, "whsec_b2xk", "whsec_" + SECRET)).isEqualTo(new Verdict.Genuine());
        assertThat(judge(callback, "whsec_b2xk")).isInstanceOf(Verdict.Refused.class);
        assertThat(judge(callback)).isInstanceOf(Verdict.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"whsec_", "whsec_*", "whsec_ "})
    void a_secret_that_is_none_fits_nothing_and_spoils_nothing(String secret) {
        assertThat(judge(callback(SIGNATURE), secret)).isInstanceOf(Verdict.Refused.class);
        assertThat(judge(callback(SIGNATURE), secret, SECRET)).isEqualTo(new Verdict.Genuine());
    }

    @Test
    void id_time_and_body_are_covered_to_the_last_byte() {
        assertThat(judge(new SignedCallback(headers(ID, SIGNATURE), BODY + "\n", SENT), SECRET))
                .isInstanceOf(Verdict.Refused.class);
        assertThat(judge(new SignedCallback(headers("msg_2", SIGNATURE), BODY, SENT), SECRET))
                .isInstanceOf(Verdict.Refused.class);
        var later = new HashMap<>(headers(ID, SIGNATURE));
        later.put("webhook-timestamp", "1614265331");
        assertThat(judge(new SignedCallback(later, BODY, SENT), SECRET)).isInstanceOf(Verdict.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhook-id", "webhook-timestamp", "webhook-signature"})
    void without_one_of_its_headers_it_is_refused(String header) {
        var headers = new HashMap<>(headers(ID, SIGNATURE));
        headers.remove(header);
        assertThat(judge(new SignedCallback(headers, BODY, SENT), SECRET)).isInstanceOf(Verdict.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {-300, 0, 300})
    void it_may_come_a_little_late_or_early(long seconds) {
        assertThat(judge(new SignedCallback(headers(ID, SIGNATURE), BODY, SENT.plusSeconds(seconds)), SECRET))
                .isEqualTo(new Verdict.Genuine());
    }

    @ParameterizedTest
    @ValueSource(longs = {-301, 301, 86_400})
    void a_replay_is_refused(long seconds) {
        assertThat(judge(new SignedCallback(headers(ID, SIGNATURE), BODY, SENT.plus(Duration.ofSeconds(seconds))),
                SECRET)).isInstanceOf(Verdict.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "now", "1e9", "99999999999999999999", "9223372036854775807"})
    void a_timestamp_that_is_none_is_refused(String timestamp) {
        var headers = new HashMap<>(headers(ID, SIGNATURE));
        headers.put("webhook-timestamp", timestamp);
        assertThat(judge(new SignedCallback(headers, BODY, SENT), SECRET)).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void its_headers_may_have_other_names() {
        var names = Map.of("idHeader", "Svix-Id", "timestampHeader", "svix-timestamp", "signatureHeader",
                "svix-signature");
        var headers = Map.of("svix-id", ID, "svix-timestamp", TIME, "svix-signature", SIGNATURE);
        assertThat(scheme.judge(new SignedCallback(headers, BODY, SENT), names, List.of(new Secret(SECRET))))
                .isEqualTo(new Verdict.Genuine());
        assertThat(scheme.headers(names)).containsExactlyInAnyOrder("svix-id", "svix-timestamp", "svix-signature");
        assertThat(scheme.headers(Map.of()))
                .containsExactlyInAnyOrder("webhook-id", "webhook-timestamp", "webhook-signature");
    }

    private Verdict judge(SignedCallback callback, String... secrets) {
        return scheme.judge(callback, Map.of(), Arrays.stream(secrets).map(Secret::new).toList());
    }

    private static SignedCallback callback(String signatures) {
        return new SignedCallback(headers(ID, signatures), BODY, SENT);
    }

    private static Map<String, String> headers(String id, String signatures) {
        return Map.of("webhook-id", id, "webhook-timestamp", TIME, "webhook-signature", signatures);
    }
}
