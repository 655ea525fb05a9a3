package dev.atelier.worker.provider.google;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The header that makes a playable file of bare samples. Google answers with {@code audio/L16;codec=pcm;rate=24000} (unconfirmed):
 * 16 bits a sample, one channel, and in little-endian order whatever {@code L16} means elsewhere.
 */
final class Wav {
    static final String TYPE = "audio/wav";

    private static final int USUAL_RATE = 24_000;
    private static final int HEADER = 44;
    private static final int PCM_HEADER = 16;
    private static final short PCM = 1;
    private static final Pattern BARE = Pattern.compile("(?i)audio/(l16|pcm|x-pcm)\\b.*");
    private static final Pattern RATE = Pattern.compile("(?i)\\brate=\"?([0-9]{4,6})\\b");
    private static final Pattern CHANNELS = Pattern.compile("(?i)\\bchannels=\"?([12])\\b");

    private Wav() {}

    /** Whether a content type means samples without a header. */
    static boolean isMissingFrom(Optional<String> contentType) {
        return contentType.filter(it -> BARE.matcher(it).matches()).isPresent();
    }

    /** @param contentType tells rate and channels; without them, 24,000 a second and one */
    static byte[] around(byte[] samples, String contentType) {
        int rate = number(RATE, contentType, USUAL_RATE);
        int channels = number(CHANNELS, contentType, 1);
        int frame = channels * Short.BYTES;
        var file = ByteBuffer.allocate(HEADER + samples.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put(ascii("RIFF")).putInt(HEADER - 8 + samples.length).put(ascii("WAVE"));
        file.put(ascii("fmt ")).putInt(PCM_HEADER).putShort(PCM).putShort((short) channels).putInt(rate);
        file.putInt(rate * frame).putShort((short) frame).putShort((short) Short.SIZE);
        return file.put(ascii("data")).putInt(samples.length).put(samples).array();
    }

    private static int number(Pattern pattern, String contentType, int usual) {
        var found = pattern.matcher(contentType);
        return found.find() ? Integer.parseInt(found.group(1)) : usual;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
