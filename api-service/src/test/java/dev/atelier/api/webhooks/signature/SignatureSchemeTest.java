package dev.atelier.api.webhooks.signature;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.atelier.api.webhooks.signature.SignatureScheme.Verdict;
import dev.atelier.credential.Secret;

import static org.assertj.core.api.Assertions.assertThat;

/** What differs from provider to provider; the rest is tested through the door. */
class SignatureSchemeTest {
    private static final Map<String, String> HMAC = Map.of("signatureHeader", "X-Sig", "timestampHeader", "X-Time",
            "idPaths", "/data/taskId, /taskId");
    private static final Map<String, String> RSA = Map.of("signatureHeader", "X-Sig", "signedTexts", "/id,body");

    private static final Map<String, String> BODY = Map.of("signatureHeader", "X-Sig", "timestampKey", "t",
            "signatureKey", "v0", "tolerance", "PT30M");

    private final HmacTimestampBody body = new HmacTimestampBody();
    private final HmacIdTimestamp hmac = new HmacIdTimestamp();
    private final RsaMd5 rsa = new RsaMd5();

    @Test
    void an_hmac_made_by_another_program_is_genuine() {
        // printf 'abc.1700000000' | openssl dgst -sha256 -hmac key -binary | base64
        var callback = new SignedCallback(Map.of("x-sig", "DVsH2H8WBYDKcDunI2Eou0AuIWKGHhVnNF1NDjQeZCA=", "x-time",
                "1700000000"), "{\"taskId\": \"abc\"}", Instant.ofEpochSecond(1_700_000_100));
        assertThat(hmac.judge(callback, HMAC, List.of(new Secret("old"), new Secret("key"))))
                .isEqualTo(new Verdict.Genuine());
        assertThat(hmac.judge(callback, HMAC, List.of(new Secret("old")))).isInstanceOf(Verdict.Refused.class);
        assertThat(hmac.judge(callback, HMAC, List.of())).isInstanceOf(Verdict.Refused.class);
        assertThat(hmac.headers(HMAC)).containsExactlyInAnyOrder("x-sig", "x-time");
    }

    /** printf '1700000000.{"data": {"id": "abc"}}' | openssl dgst -sha256 -hmac key -hex */
    private static final String BODY_SIGNATURE = "61f3b797b4fec69eb98a368abc91d34d4c4325500ec3d8f41f0d53a8998221ab";

    @Test
    void a_body_signed_by_another_program_is_genuine() {
        var header = "t=1700000000,v0=" + BODY_SIGNATURE;
        assertThat(judgedBody(header, 60, "key")).isEqualTo(new Verdict.Genuine());
        assertThat(judgedBody(header, 60, "old", "key")).isEqualTo(new Verdict.Genuine());
        assertThat(judgedBody("t=1700000000, v0=00, v0=" + BODY_SIGNATURE, 60, "key")).isEqualTo(new Verdict.Genuine());
        assertThat(judgedBody(header, -1800, "key")).isEqualTo(new Verdict.Genuine());
        assertThat(body.headers(BODY)).containsExactly("x-sig");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v0=" + BODY_SIGNATURE, "t=1700000000", "t=1700000000,v1=" + BODY_SIGNATURE,
        "t=1700000001,v0=" + BODY_SIGNATURE, "t=soon,v0=" + BODY_SIGNATURE,
        "t=9999999999999999999,v0=" + BODY_SIGNATURE,
        "t=1700000000,v0=", "t=1700000000,v0=61f3", "t,v0"})
    void a_body_whose_signature_or_moment_is_not_right_is_refused(String header) {
        assertThat(judgedBody(header, 60, "key")).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void a_body_signed_too_long_ago_or_by_nobody_of_ours_is_refused() {
        var header = "t=1700000000,v0=" + BODY_SIGNATURE;
        assertThat(judgedBody(header, 1801, "key")).isInstanceOf(Verdict.Refused.class);
        assertThat(judgedBody(header, -1801, "key")).isInstanceOf(Verdict.Refused.class);
        assertThat(judgedBody(header, 60, "old")).isInstanceOf(Verdict.Refused.class);
        assertThat(judgedBody(header, 60)).isInstanceOf(Verdict.Refused.class);
    }

    private Verdict judgedBody(String header, long secondsLater, String... keys) {
        var callback = new SignedCallback(Map.of("x-sig", header), "{\"data\": {\"id\": \"abc\"}}",
                Instant.ofEpochSecond(1_700_000_000 + secondsLater));
        return body.judge(callback, BODY, Stream.of(keys).map(Secret::new).toList());
    }

    @Test
    void without_its_parameters_a_scheme_lets_nothing_in() {
        var callback = new SignedCallback(Map.of("x-sig", "00", "x-time", "0"), "{}", Instant.EPOCH);
        assertThat(hmac.judge(callback, Map.of(), List.of(new Secret("key")))).isInstanceOf(Verdict.Refused.class);
        assertThat(rsa.judge(callback, Map.of(), List.of(new Secret("key")))).isInstanceOf(Verdict.Refused.class);
        assertThat(body.judge(callback, Map.of(), List.of(new Secret("key")))).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void an_old_public_key_is_replaced_by_adding_the_new_one() throws GeneralSecurityException {
        var old = pair();
        var current = pair();
        var body = "{\"id\": 7}";
        var signed = new SignedCallback(Map.of("x-sig", sign(current, "7")), body, Instant.EPOCH);
        assertThat(rsa.judge(signed, RSA, List.of(pem(old, "\n")))).isInstanceOf(Verdict.Refused.class);
        assertThat(rsa.judge(signed, RSA, List.of(pem(old, "\n"), pem(current, "\n"))))
                .isEqualTo(new Verdict.Genuine());
        assertThat(rsa.judge(signed, RSA, List.of(pem(current, "\\n")))).isEqualTo(new Verdict.Genuine());
        assertThat(rsa.judge(new SignedCallback(Map.of("x-sig", sign(current, body)), body, Instant.EPOCH), RSA,
                List.of(pem(current, "\n")))).isEqualTo(new Verdict.Genuine());
    }

    @Test
    void a_key_that_is_none_fits_nothing_and_spoils_nothing() throws GeneralSecurityException {
        var current = pair();
        var signed = new SignedCallback(Map.of("x-sig", sign(current, "7")), "{\"id\": 7}", Instant.EPOCH);
        assertThat(rsa.judge(signed, RSA, List.of(new Secret("no key")))).isInstanceOf(Verdict.Refused.class);
        assertThat(rsa.judge(signed, RSA, List.of(new Secret("no key"), pem(current, "\n"))))
                .isEqualTo(new Verdict.Genuine());
    }

    private static KeyPair pair() throws GeneralSecurityException {
        return KeyPairGenerator.getInstance("RSA").generateKeyPair();
    }

    private static Secret pem(KeyPair pair, String lineBreak) {
        return new Secret("-----BEGIN PUBLIC KEY-----" + lineBreak
                + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded()).replace("\r\n", lineBreak)
                + lineBreak + "-----END PUBLIC KEY-----" + lineBreak);
    }

    private static String sign(KeyPair pair, String text) throws GeneralSecurityException {
        var signer = Signature.getInstance("SHA256withRSA");
        signer.initSign(pair.getPrivate());
        signer.update(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(signer.sign());
    }
}
