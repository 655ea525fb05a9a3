package dev.atelier.output;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

import javax.imageio.ImageIO;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class MediaFactsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"png, image/png", "jpg, image/jpeg", "gif, image/gif", "bmp, image/bmp"})
    void a_picture_tells_its_size(String format, String type) throws IOException {
        var out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(new BufferedImage(321, 123, BufferedImage.TYPE_INT_RGB), format, out)).isTrue();
        assertThat(MediaTypes.sniff(out.toByteArray())).isEqualTo(type);
        assertThat(facts(out.toByteArray(), type)).isEqualTo(new MediaFacts(321, 123, null));
    }

    @ParameterizedTest
    @CsvSource({
        "524946461a000000574542505650382000000000300100 9d012a 40010c81, 320, 268",
        "524946461a00000057454250565038 4c0d0000002f3f41 4200 00, 320, 266",
        "5249464612000000574542505650385 80a000000100000003f01 000b0100, 320, 268"})
    void a_webp_tells_its_size_in_each_of_its_forms(String hex, int width, int height) throws IOException {
        var bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        assertThat(MediaTypes.sniff(bytes)).isEqualTo("image/webp");
        assertThat(facts(Arrays.copyOf(bytes, 64), "image/webp")).isEqualTo(new MediaFacts(width, height, null));
    }

    @Test
    void a_wav_tells_how_long_it_plays() throws IOException {
        var format = new AudioFormat(8000, 16, 1, true, false);
        var out = new ByteArrayOutputStream();
        AudioSystem.write(new AudioInputStream(new ByteArrayInputStream(new byte[24_000]), format, 12_000),
                AudioFileFormat.Type.WAVE, out);
        assertThat(facts(out.toByteArray(), "audio/wav").durationMillis()).isEqualTo(1500);
    }

    @Test
    void a_film_tells_its_size_and_how_long_it_plays() throws IOException {
        var head = ByteBuffer.allocate(108).putInt(108).put(ascii("mvhd"));
        head.position(20);
        head.putInt(600).putInt(3000);
        var track = ByteBuffer.allocate(92).putInt(92).put(ascii("tkhd"));
        track.position(84);
        track.putInt(1280 << 16).putInt(720 << 16);
        var film = ByteBuffer.allocate(16 + 16 + 8 + 108 + 8 + 92);
        film.putInt(16).put(ascii("ftypisom")).putInt(0);
        film.putInt(16).put(ascii("mdat")).putLong(0);
        film.putInt(8 + 108 + 8 + 92).put(ascii("moov")).put(head.array());
        film.putInt(8 + 92).put(ascii("trak")).put(track.array());
        assertThat(MediaTypes.sniff(film.array())).isEqualTo("video/mp4");
        assertThat(facts(film.array(), "video/mp4")).isEqualTo(new MediaFacts(1280, 720, 5000L));
    }

    @Test
    void an_mp3_tells_how_long_it_plays_by_its_frames_or_else_by_its_bit_rate() throws IOException {
        // MPEG 1, layer III, 128 kbit/s, 44.1 kHz, stereo.
        var frame = ByteBuffer.allocate(16_000).putInt(0xfffb9000);
        assertThat(facts(frame.array(), "audio/mpeg").durationMillis()).isEqualTo(1000);
        frame.put(36, ascii("Xing")).putInt(40, 1).putInt(44, 100);
        assertThat(facts(frame.array(), "audio/mpeg").durationMillis()).isEqualTo(2612);
        var tagged = ByteBuffer.allocate(16_030)
                .put(ascii("ID3"))
                .put(new byte[]{4, 0, 0, 0, 0, 0, 20})
                .put(
                        new byte[20])
                .put(frame.array());
        assertThat(facts(tagged.array(), "audio/mpeg").durationMillis()).isEqualTo(2612);
    }

    @Test
    void flac_and_ogg_tell_how_long_they_play() throws IOException {
        var flac = ByteBuffer.allocate(64).put(ascii("fLaC"));
        flac.putLong(18, 48_000L << 44 | 1L << 41 | 15L << 36 | 96_000L);
        assertThat(facts(flac.array(), "audio/flac").durationMillis()).isEqualTo(2000);
        var ogg = ByteBuffer.allocate(200).put(ascii("OggS")).put(28, ascii("OpusHead")).put(100, ascii("OggS"));
        ogg.order(java.nio.ByteOrder.LITTLE_ENDIAN).putLong(106, 72_000);
        assertThat(facts(ogg.array(), "audio/ogg").durationMillis()).isEqualTo(1500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/png", "image/jpeg", "image/webp", "image/gif", "image/bmp", "image/avif",
        "video/mp4", "audio/wav", "audio/mpeg", "audio/flac", "audio/ogg", "application/pdf"})
    void what_is_cut_off_or_nonsense_breaks_nothing(String type) throws IOException {
        for (int size = 0; size < 80; size++) {
            var nonsense = new byte[size];
            Arrays.fill(nonsense, (byte) 0xff);
            assertThat(facts(nonsense, type)).isNotNull();
            assertThat(facts(new byte[size], type)).isEqualTo(MediaFacts.UNKNOWN);
        }
    }

    private MediaFacts facts(byte[] bytes, String type) throws IOException {
        return MediaFacts.of(Files.write(folder.resolve("file"), bytes), type);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
