package dev.atelier.input;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

import dev.atelier.catalog.ProviderId;
import dev.atelier.credential.Secret;
import dev.atelier.job.JobId;
import dev.atelier.webhook.CallbackProperties;
import dev.atelier.webhook.CallbackTokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InputLinksTest {
    private static final Secret OLD = new Secret("an old secret of more than 32 characters");
    private static final Secret NEW = new Secret("the new secret of more than 32 characters");
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00.5Z");

    private final InputId input = InputId.create();
    private final InputLinks links = links(NEW, OLD);
    private final Instant expires = links.expiry(NOW);

    @Test
    void a_link_lives_as_long_as_the_settings_say() {
        assertThat(expires).isEqualTo("2026-11-26T10:00:00Z");
        assertThat(links.isGood(input, expires.getEpochSecond(), token(links), expires.minusSeconds(1))).isTrue();
        assertThat(links.isGood(input, expires.getEpochSecond(), token(links), expires)).isFalse();
    }

    @Test
    void a_link_opens_only_its_own_input_and_cannot_be_prolonged() {
        assertThat(links.isGood(InputId.create(), expires.getEpochSecond(), token(links), NOW)).isFalse();
        assertThat(links.isGood(input, expires.getEpochSecond() + 1, token(links), NOW)).isFalse();
        assertThat(links.isGood(input, expires.getEpochSecond(), token(links) + "A", NOW)).isFalse();
        assertThat(links.isGood(input, expires.getEpochSecond(), "", NOW)).isFalse();
    }

    @Test
    void a_callbacks_token_opens_no_input() {
        var tokens = new CallbackTokens(new CallbackProperties(null, List.of(NEW)));
        var token = tokens.token(new ProviderId("kie"), new JobId(input.value()));
        assertThat(links.isGood(input, expires.getEpochSecond(), token, NOW)).isFalse();
    }

    @Test
    void a_link_of_the_old_secret_is_good_during_the_rotation_and_not_after_it() {
        var old = token(links(OLD));
        assertThat(links.isGood(input, expires.getEpochSecond(), old, NOW)).isTrue();
        assertThat(links(NEW).isGood(input, expires.getEpochSecond(), old, NOW)).isFalse();
    }

    @Test
    void the_link_is_below_the_address_where_providers_reach_us() {
        assertThat(links.link(input, expires)).isEqualTo(URI.create("https://api.example.com/api/v1/inputs/" + input
                + "/content?expires=1795687200&token=" + token(links)));
    }

    @Test
    void wrong_settings_are_refused_by_their_names() {
        var day = Duration.ofDays(1);
        assertThatThrownBy(() -> new InputProperties(DataSize.ofBytes(0), day, day))
                .hasMessageContaining("atelier.inputs.max-bytes");
        assertThatThrownBy(() -> new InputProperties(DataSize.ofGigabytes(1), day, day))
                .hasMessageContaining("atelier.inputs.max-bytes");
        assertThatThrownBy(() -> new InputProperties(DataSize.ofBytes(1), Duration.ZERO, day))
                .hasMessageContaining("atelier.inputs.link-lifetime");
        assertThatThrownBy(() -> new InputProperties(DataSize.ofBytes(1), day, Duration.ZERO))
                .hasMessageContaining("atelier.inputs.fetch-within");
    }

    private String token(InputLinks links) {
        var path = links.path(input, expires);
        return path.substring(path.indexOf("token=") + "token=".length());
    }

    private static InputLinks links(Secret... secrets) {
        return new InputLinks(new CallbackProperties(URI.create("https://api.example.com/"), List.of(secrets)),
                new InputProperties(DataSize.ofMegabytes(1), Duration.ofHours(24),
                        Duration.ofSeconds(45)));
    }
}
