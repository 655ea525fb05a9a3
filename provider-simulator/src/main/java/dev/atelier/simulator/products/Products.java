package dev.atelier.simulator.products;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

import org.springframework.stereotype.Component;

import dev.atelier.simulator.pictures.Painter;
import dev.atelier.simulator.pictures.Picture;

/** Makes them; nothing is kept, and the same product is the same bytes whenever it is made. */
@Component
public class Products {

    private static final int SAMPLES_A_SECOND = 24_000;
    private static final int SECONDS = 2;
    private static final double HERTZ = 440;

    private final Painter painter;

    Products(Painter painter) {
        this.painter = painter;
    }

    /**
     * @param caption
     *            written on a picture, below the prompt
     * @param number
     *            counts the files of one task, from 1
     */
    public void write(Product product, String prompt, String caption, int number, OutputStream out) throws IOException {
        switch (product) {
            case Product.Pictures it ->
                painter.draw(new Picture(it.size(), it.format(), prompt, caption, number), out);
            case Product.Clips _ -> packaged("clip.mp4", out);
            case Product.Sounds it -> {
                switch (it.format()) {
                    case MP3, OPUS, AAC, FLAC -> packaged("tone." + it.format().extension(), out);
                    case WAV -> out.write(wav(tone()));
                    case PCM -> out.write(tone());
                }
            }
            case Product.Words it -> out.write(it.text().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The whole of it. */
    public byte[] bytes(Product product, String prompt, String caption, int number) {
        var out = new ByteArrayOutputStream();
        try {
            write(product, prompt, caption, number, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void packaged(String name, OutputStream out) throws IOException {
        try (var in = Products.class.getResourceAsStream("/media/" + name)) {
            Objects.requireNonNull(in, name).transferTo(out);
        }
    }

    private static byte[] tone() {
        var samples = ByteBuffer.allocate(SAMPLES_A_SECOND * SECONDS * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (var i = 0; i < SAMPLES_A_SECOND * SECONDS; i++) {
            samples.putShort((short) (8000 * Math.sin(2 * Math.PI * HERTZ * i / SAMPLES_A_SECOND)));
        }
        return samples.array();
    }

    private static byte[] wav(byte[] samples) {
        var header = ByteBuffer.allocate(44 + samples.length).order(ByteOrder.LITTLE_ENDIAN);
        header.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + samples.length);
        header.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16).putShort((short) 1).putShort((short) 1);
        header.putInt(SAMPLES_A_SECOND).putInt(SAMPLES_A_SECOND * Short.BYTES).putShort((short) 2).putShort((short) 16);
        header.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(samples.length).put(samples);
        return header.array();
    }
}
