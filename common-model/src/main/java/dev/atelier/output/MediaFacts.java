package dev.atelier.output;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * What a file's own header says about it, as far as it can be read. Nothing is decoded, and little is read: the files come from
 * strangers.
 *
 * @param width          in pixels
 * @param durationMillis how long it plays
 */
public record MediaFacts(@Nullable Integer width, @Nullable Integer height, @Nullable Long durationMillis) {
    public static final MediaFacts UNKNOWN = new MediaFacts(null, null, null);

    /** No picture has more pixels in a row; a header that says so is broken. */
    private static final int MOST_PIXELS = 1_000_000;

    /** @param contentType as {@link MediaTypes#sniff} told */
    public static MediaFacts of(Path file, String contentType) {
        try (var bytes = FileBytes.open(file)) {
            return switch (contentType) {
                case "image/png", "image/jpeg", "image/webp", "image/gif", "image/bmp", "image/avif", "image/heic" ->
                    PictureHeaders.read(bytes, contentType);
                case "video/mp4", "video/quicktime", "audio/mp4" -> IsoMedia.read(bytes);
                case "audio/wav", "audio/mpeg", "audio/flac", "audio/ogg" -> SoundHeaders.read(bytes, contentType);
                default -> UNKNOWN;
            };
        } catch (IOException | BufferUnderflowException _) {
            return UNKNOWN;
        }
    }

    static MediaFacts picture(long width, long height) {
        boolean sound = width > 0 && height > 0 && width <= MOST_PIXELS && height <= MOST_PIXELS;
        return sound ? new MediaFacts((int) width, (int) height, null) : UNKNOWN;
    }

    /** @param units of which there are so many in a second */
    static MediaFacts lasting(long units, long perSecond) {
        return units > 0 && perSecond > 0 ? new MediaFacts(null, null, Math.round(units * 1000.0 / perSecond))
                : UNKNOWN;
    }
}
