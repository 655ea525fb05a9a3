package dev.atelier.worker.provider;

import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.atelier.credential.Secret;

import static org.assertj.core.api.Assertions.assertThat;

class ProviderWordsTest {
    private static final Secret KEY = new Secret("sk-very-secret");

    @Test
    void they_are_quoted_in_one_line() {
        assertThat(quoted("  Too\nlong \u0000 ")).isEqualTo(" (\"Too long\")");
    }

    @Test
    void nothing_is_quoted_of_a_page_or_of_nothing() {
        assertThat(quoted("<html><body>502</body></html>")).isEmpty();
        assertThat(quoted(" \n ")).isEmpty();
        assertThat(ProviderWords.quoted(Optional.empty(), KEY)).isEmpty();
    }

    @Test
    void a_key_and_an_address_are_not_repeated() {
        assertThat(quoted("key sk-very-secret cannot post to https://api.example.com/callback/token?x=1 now"))
                .isEqualTo(" (\"key *** cannot post to [address] now\")");
    }

    @Test
    void long_words_are_cut() {
        assertThat(quoted("ü".repeat(500))).hasSizeLessThan(220).endsWith("…\")");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Your prompt violates our Content Policy", "flagged as violating content policies",
        "sensitive words", "The image was moderated", "caught by our AI moderator", "NSFW content", "Content blocked",
        "safety filter"})
    void moderation_is_recognised(String words) {
        assertThat(ProviderWords.speakOfRefusedContent(Optional.of(words))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nsfw_checker must be a boolean", "prompt is too long", "insensitivity is no field",
        "aspect_ratio is not within the range of allowed options"})
    void a_bad_request_is_not_taken_for_moderation(String words) {
        assertThat(ProviderWords.speakOfRefusedContent(Optional.of(words))).isFalse();
    }

    private static String quoted(String words) {
        return ProviderWords.quoted(Optional.of(words), KEY);
    }
}
