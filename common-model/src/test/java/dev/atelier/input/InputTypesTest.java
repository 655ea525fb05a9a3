package dev.atelier.input;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class InputTypesTest {
    @Test
    void pictures_films_and_sounds_are_taken() {
        assertThat(of("\u0089PNG\r\n\u001a\n....")).contains("image/png");
        assertThat(of("\u00ff\u00d8\u00ff\u00e0")).contains("image/jpeg");
        assertThat(of("RIFF....WEBPVP8 ")).contains("image/webp");
        assertThat(of("RIFF....WAVEfmt ")).contains("audio/wav");
        assertThat(of("\0\0\0\u0018ftypmp42")).contains("video/mp4");
        assertThat(of("\0\0\0\u0018ftypqt  ")).contains("video/quicktime");
        assertThat(of("\0\0\0\u0018ftypheic")).contains("image/heic");
        assertThat(of("ID3\u0003")).contains("audio/mpeg");
        assertThat(of("\u001aE\u00df\u00a3")).contains("video/webm");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "<svg xmlns='http://www.w3.org/2000/svg'>", "<html><script>", "%PDF-1.7",
        "PK\u0003\u0004", "\u007fELF", "GIF"})
    void nothing_else_is_taken(String beginning) {
        assertThat(of(beginning)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"image/jpg,image/jpeg,true", "IMAGE/PNG,image/png,true", "audio/mp3,audio/mpeg,true",
        "audio/x-wav,audio/wav,true", "audio/webm,video/webm,true", "image/png,image/jpeg,false",
        "video/mp4,audio/mp4,false"})
    void a_type_has_several_names(String one, String other, boolean same) {
        assertThat(InputTypes.same(one, other)).isEqualTo(same);
        assertThat(InputTypes.isAmong(one, List.of("text/plain", other))).isEqualTo(same);
    }

    private static java.util.Optional<String> of(String beginning) {
        return InputTypes.of(beginning.getBytes(StandardCharsets.ISO_8859_1));
    }
}
