package dev.atelier.output;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/** Length and picture size of MP4, QuickTime and M4A: boxes within boxes. */
final class IsoMedia {
    private static final int MOST_BOXES = 10_000;

    private final FileBytes file;
    private int seen;
    private @Nullable Long millis;
    private long width;
    private long height;

    private IsoMedia(FileBytes file) {
        this.file = file;
    }

    static MediaFacts read(FileBytes file) throws IOException {
        var media = new IsoMedia(file);
        media.boxes(0, file.size());
        var picture = MediaFacts.picture(media.width, media.height);
        return new MediaFacts(picture.width(), picture.height(), media.millis);
    }

    private void boxes(long from, long end) throws IOException {
        for (long place = from; place + 8 <= end && seen < MOST_BOXES; seen++) {
            long size = file.big(place, 4);
            int header = 8;
            if (size == 1) {
                size = file.big(place + 8, 8);
                header = 16;
            } else if (size == 0) {
                size = end - place;
            }
            if (size < header || size > end - place) {
                return;
            }
            box(file.word(place + 4, 4), place + header, place + size);
            place += size;
        }
    }

    private void box(String kind, long content, long end) throws IOException {
        switch (kind) {
            case "moov", "trak" -> boxes(content, end);
            case "mvhd" -> {
                boolean wide = file.big(content, 1) == 1;
                long perSecond = file.big(content + (wide ? 20 : 12), 4);
                long length = wide ? file.big(content + 24, 8) : file.big(content + 16, 4);
                millis = MediaFacts.lasting(length, perSecond).durationMillis();
            }
            case "tkhd" -> {
                long sizes = content + (file.big(content, 1) == 1 ? 88 : 76);
                // In 65,536ths of a pixel; a track of sound has none.
                width = Math.max(width, file.big(sizes, 4) >> 16);
                height = Math.max(height, file.big(sizes + 4, 4) >> 16);
            }
            default -> {
            }
        }
    }
}
