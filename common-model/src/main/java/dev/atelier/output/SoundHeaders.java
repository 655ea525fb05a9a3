package dev.atelier.output;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** How long sounds play. */
final class SoundHeaders {
    private static final int[] KBITS_1 = {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320};
    private static final int[] KBITS_2 = {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160};
    private static final int[] HERTZ_1 = {44_100, 48_000, 32_000};
    private static final int LAST_PAGES = 64 * 1024;
    private static final int MOST_CHUNKS = 1000;

    private SoundHeaders() {}

    static MediaFacts read(FileBytes file, String contentType) throws IOException {
        return switch (contentType) {
            case "audio/wav" -> wav(file);
            case "audio/flac" -> flac(file);
            case "audio/ogg" -> ogg(file);
            default -> mp3(file);
        };
    }

    private static MediaFacts wav(FileBytes file) throws IOException {
        long place = 12;
        long bytesPerSecond = 0;
        for (int i = 0; i < MOST_CHUNKS; i++) {
            var kind = file.word(place, 4);
            long size = file.little(place + 4, 4);
            if (kind.equals("fmt ")) {
                bytesPerSecond = file.little(place + 16, 4);
            } else if (kind.equals("data")) {
                // Who writes while the sound is made does not know its size yet.
                return MediaFacts.lasting(Math.min(size, file.size() - place - 8), bytesPerSecond);
            }
            place += 8 + size + (size & 1);
        }
        return MediaFacts.UNKNOWN;
    }

    private static MediaFacts flac(FileBytes file) throws IOException {
        long bits = file.big(18, 8);
        return MediaFacts.lasting(bits & 0xf_ffff_ffffL, bits >>> 44);
    }

    /** The last page says how many samples there were. */
    private static MediaFacts ogg(FileBytes file) throws IOException {
        int count = (int) Math.min(LAST_PAGES, file.size());
        var end = new String(file.at(file.size() - count, count), StandardCharsets.ISO_8859_1);
        int page = end.lastIndexOf("OggS");
        if (page < 0) {
            return MediaFacts.UNKNOWN;
        }
        long samples = file.little(file.size() - count + page + 6, 8);
        boolean vorbis = file.word(29, 6).equals("vorbis");
        return MediaFacts.lasting(samples, vorbis ? file.little(40, 4) : 48_000);
    }

    /** Layer III: by the number of frames where the first one tells, else by a bit rate that does not change. */
    private static MediaFacts mp3(FileBytes file) throws IOException {
        long start = 0;
        if (file.word(0, 3).equals("ID3")) {
            long size = file.big(6, 4);
            start = 10 + ((size & 0x7f) | (size >> 8 & 0x7f) << 7 | (size >> 16 & 0x7f) << 14
                    | (size >> 24 & 0x7f) << 21);
        }
        long header = file.big(start, 4);
        int version = (int) (header >> 19 & 3);
        int rate = (int) (header >> 10 & 3);
        int kbits = (int) (header >> 12 & 15);
        if (header >>> 21 != 0x7ff || version == 1 || (header >> 17 & 3) != 1 || rate == 3 || kbits == 15) {
            return MediaFacts.UNKNOWN;
        }
        boolean first = version == 3;
        boolean mono = (header >> 6 & 3) == 3;
        long hertz = HERTZ_1[rate] / (first ? 1 : version == 2 ? 2 : 4);
        long side = start + 4 + (first ? mono ? 17 : 32 : mono ? 9 : 17);
        var mark = file.word(side, 4);
        if ((mark.equals("Xing") || mark.equals("Info")) && (file.big(side + 4, 4) & 1) == 1) {
            return MediaFacts.lasting(file.big(side + 8, 4) * (first ? 1152 : 576), hertz);
        }
        return MediaFacts.lasting((file.size() - start) * 8, 1000L * (first ? KBITS_1 : KBITS_2)[kbits]);
    }
}
