package dev.atelier.output;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** How large pictures are. */
final class PictureHeaders {
    private static final int MOST_SEGMENTS = 1000;
    private static final int META = 64 * 1024;

    private PictureHeaders() {}

    static MediaFacts read(FileBytes file, String contentType) throws IOException {
        return switch (contentType) {
            case "image/png" -> MediaFacts.picture(file.big(16, 4), file.big(20, 4));
            case "image/gif" -> MediaFacts.picture(file.little(6, 2), file.little(8, 2));
            // Its height is negative when its first row is the top one.
            case "image/bmp" -> MediaFacts.picture(file.little(18, 4), Math.abs((int) file.little(22, 4)));
            case "image/jpeg" -> jpeg(file);
            case "image/webp" -> webp(file);
            default -> heif(file);
        };
    }

    /** Segment by segment to the one that begins a frame. */
    private static MediaFacts jpeg(FileBytes file) throws IOException {
        long place = 2;
        for (int i = 0; i < MOST_SEGMENTS; i++) {
            int marker = (int) file.big(place, 2);
            if (marker == 0xffff) {
                place++;
                continue;
            }
            int kind = marker & 0xff;
            boolean frame = kind >= 0xc0 && kind <= 0xcf && kind != 0xc4 && kind != 0xc8 && kind != 0xcc;
            if (marker >> 8 != 0xff || kind == 0xda) {
                return MediaFacts.UNKNOWN;
            }
            if (frame) {
                return MediaFacts.picture(file.big(place + 7, 2), file.big(place + 5, 2));
            }
            place += 2 + file.big(place + 2, 2);
        }
        return MediaFacts.UNKNOWN;
    }

    private static MediaFacts webp(FileBytes file) throws IOException {
        return switch (file.word(12, 4)) {
            case "VP8 " -> MediaFacts.picture(file.little(26, 2) & 0x3fff, file.little(28, 2) & 0x3fff);
            case "VP8L" -> {
                long bits = file.little(21, 4);
                yield MediaFacts.picture((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1);
            }
            case "VP8X" -> MediaFacts.picture(file.little(24, 3) + 1, file.little(27, 3) + 1);
            default -> MediaFacts.UNKNOWN;
        };
    }

    /** AVIF and HEIC: the largest of the sizes that its boxes name, since tiles and thumbnails have theirs as well. */
    private static MediaFacts heif(FileBytes file) throws IOException {
        var meta = new String(file.at(0, (int) Math.min(META, file.size())), StandardCharsets.ISO_8859_1);
        var largest = MediaFacts.UNKNOWN;
        for (int at = meta.indexOf("ispe"); at >= 0; at = meta.indexOf("ispe", at + 4)) {
            var one = MediaFacts.picture(file.big(at + 8, 4), file.big(at + 12, 4));
            if (one.width() != null && (largest.width() == null || one.width() > largest.width())) {
                largest = one;
            }
        }
        return largest;
    }
}
