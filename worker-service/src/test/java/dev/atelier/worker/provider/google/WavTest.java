package dev.atelier.worker.provider.google;

import java.io.ByteArrayInputStream;
import java.util.Optional;

import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioSystem;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.atelier.output.MediaTypes;

import static org.assertj.core.api.Assertions.assertThat;

class WavTest {
    private static final byte[] SAMPLES = {0, 0, 1, 0, -1, -1, 0, -128};

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"audio/L16;codec=pcm;rate=24000 | 24000 | 1",
        "audio/l16; rate=16000; channels=2 | 16000 | 2",
        "audio/L16 | 24000 | 1", "audio/pcm;rate=\"48000\" | 48000 | 1", "audio/L16;rate=fast | 24000 | 1"})
    void samples_become_a_file_that_others_can_read(String contentType, int rate, int channels) throws Exception {
        var file = Wav.around(SAMPLES, contentType);

        assertThat(MediaTypes.sniff(file)).isEqualTo("audio/wav");
        try (var sound = AudioSystem.getAudioInputStream(new ByteArrayInputStream(file))) {
            assertThat(sound.getFormat().matches(new AudioFormat(rate, 16, channels, true, false))).isTrue();
            assertThat(sound.readAllBytes()).isEqualTo(SAMPLES);
        }
    }

    @Test
    void the_header_tells_the_lengths() {
        var file = Wav.around(SAMPLES, "audio/L16;rate=24000");

        assertThat(file).hasSize(44 + SAMPLES.length);
        assertThat(new byte[]{file[4], file[5]}).containsExactly(44 - 8 + SAMPLES.length, 0);
        assertThat(new byte[]{file[40], file[41]}).containsExactly(SAMPLES.length, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"audio/L16;codec=pcm;rate=24000", "AUDIO/L16", "audio/pcm", "audio/x-pcm; rate=8000"})
    void bare_samples_are_told_by_their_type(String contentType) {
        assertThat(Wav.isMissingFrom(Optional.of(contentType))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"audio/wav", "audio/mpeg", "audio/mp3", "audio/L160", "image/png", ""})
    void files_stay_as_they_are(String contentType) {
        assertThat(Wav.isMissingFrom(Optional.of(contentType))).isFalse();
        assertThat(Wav.isMissingFrom(Optional.empty())).isFalse();
    }
}
