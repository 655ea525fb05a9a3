package dev.atelier.webhook;

import java.net.URI;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.atelier.catalog.ProviderId;
import dev.atelier.credential.Secret;
import dev.atelier.job.JobId;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CallbackTokensTest {
    private static final Secret OLD = new Secret("an old secret of more than 32 characters");
    private static final Secret NEW = new Secret("the new secret of more than 32 characters");
    private static final ProviderId KIE = new ProviderId("kie");
    private static final ProviderId ACME = new ProviderId("acme");

    private final JobId job = JobId.create();
    private final CallbackTokens tokens = tokens(NEW, OLD);

    @Test
    void a_token_opens_only_its_own_job_and_provider() {
        var token = tokens.token(KIE, job);
        assertThat(tokens.matches(KIE, job, token)).isTrue();
        assertThat(tokens.matches(ACME, job, token)).isFalse();
        assertThat(tokens.matches(KIE, JobId.create(), token)).isFalse();
        assertThat(tokens.matches(KIE, job, token + "A")).isFalse();
        assertThat(tokens.matches(KIE, job, "")).isFalse();
    }

    @Test
    void a_token_of_the_old_secret_is_accepted_during_the_rotation_and_refused_after_it() {
        var old = tokens(OLD).token(KIE, job);
        assertThat(tokens.matches(KIE, job, old)).isTrue();
        assertThat(tokens.token(KIE, job)).isNotEqualTo(old);
        assertThat(tokens(NEW).matches(KIE, job, old)).isFalse();
    }

    @Test
    void the_address_carries_job_provider_and_token() {
        assertThat(tokens.callbackUrl(KIE, job)).isEqualTo(URI.create(
                "https://api.example.com/api/v1/webhooks/provider-callback/" + job + "?provider=kie&token="
                        + tokens.token(KIE, job)));
    }

    @Test
    void a_missing_or_short_secret_is_refused_at_start_with_the_way_to_make_one() {
        assertThatThrownBy(() -> new CallbackProperties(null, List.of())).hasMessageContaining("openssl rand");
        assertThatThrownBy(() -> new CallbackProperties(null, List.of(new Secret("short"))))
                .hasMessageContaining("32 characters");
    }

    private static CallbackTokens tokens(Secret... secrets) {
        return new CallbackTokens(new CallbackProperties(URI.create("https://api.example.com/"), List.of(secrets)));
    }
}
