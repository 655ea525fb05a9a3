package dev.atelier.output;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** What a file is, told by its first bytes: what somebody says about a file is not to be relied on. */
public final class MediaTypes {
    /** What cannot be told. */
    public static final String UNKNOWN = "application/octet-stream";
    /** What a host shows instead of a file. */
    public static final String PAGE = "text/html";

    private static final Map<String, String> EXTENSIONS = Map.ofEntries(Map.entry("image/png", "png"),
            Map.entry("image/jpeg", "jpg"), Map.entry("image/webp", "webp"), Map.entry("image/gif", "gif"),
            Map.entry("image/avif", "avif"), Map.entry("image/heic", "heic"), Map.entry("image/bmp", "bmp"),
            Map.entry("image/tiff", "tif"), Map.entry(PAGE, "html"), Map.entry("image/svg+xml", "svg"),
            Map.entry("video/mp4", "mp4"),
            Map.entry("video/quicktime", "mov"), Map.entry("video/webm", "webm"), Map.entry("audio/mpeg", "mp3"),
            Map.entry("audio/wav", "wav"), Map.entry("audio/ogg", "ogg"), Map.entry("audio/flac", "flac"),
            Map.entry("audio/aac", "aac"), Map.entry("audio/mp4", "m4a"), Map.entry("text/plain", "txt"));

    private MediaTypes() {}

    /** @param bytes the first 64 are looked at */
    public static String sniff(byte[] bytes) {
        if (has(bytes, 0, "\u0089PNG\r\n\u001a\n")) {
            return "image/png";
        }
        if (has(bytes, 0, "\u00ff\u00d8\u00ff")) {
            return "image/jpeg";
        }
        if (has(bytes, 0, "GIF8")) {
            return "image/gif";
        }
        if (has(bytes, 0, "RIFF")) {
            return has(bytes, 8, "WEBP") ? "image/webp" : has(bytes, 8, "WAVE") ? "audio/wav" : UNKNOWN;
        }
        if (has(bytes, 4, "ftyp")) {
            return isoMedia(bytes);
        }
        return sound(bytes);
    }

    private static String isoMedia(byte[] bytes) {
        if (has(bytes, 8, "avif")) {
            return "image/avif";
        }
        if (has(bytes, 8, "heic") || has(bytes, 8, "heix") || has(bytes, 8, "mif1")) {
            return "image/heic";
        }
        if (has(bytes, 8, "M4A")) {
            return "audio/mp4";
        }
        return has(bytes, 8, "qt  ") ? "video/quicktime" : "video/mp4";
    }

    private static String sound(byte[] bytes) {
        if (has(bytes, 0, "\u001aE\u00df\u00a3")) {
            return "video/webm";
        }
        if (has(bytes, 0, "OggS")) {
            return "audio/ogg";
        }
        if (has(bytes, 0, "fLaC")) {
            return "audio/flac";
        }
        if (has(bytes, 0, "ID3")) {
            return "audio/mpeg";
        }
        if (bytes.length > 1 && (bytes[0] & 0xff) == 0xff && (bytes[1] & 0xe0) == 0xe0) {
            // The layer: none is AAC's frame, the others are MPEG audio's.
            return (bytes[1] & 0x06) == 0 ? "audio/aac" : "audio/mpeg";
        }
        if (has(bytes, 0, "BM")) {
            return "image/bmp";
        }
        if (has(bytes, 0, "II*\u0000") || has(bytes, 0, "MM\u0000*")) {
            return "image/tiff";
        }
        return markup(bytes);
    }

    private static String markup(byte[] bytes) {
        var text = new String(bytes, 0, Math.min(bytes.length, 64), StandardCharsets.ISO_8859_1).stripLeading()
                .toLowerCase(Locale.ROOT);
        if (text.startsWith("<!doctype html") || text.startsWith("<html")) {
            return PAGE;
        }
        return text.startsWith("<svg") ? "image/svg+xml" : UNKNOWN;
    }

    /** Of a file's name; {@code bin} for what is not known here. */
    public static String extension(String type) {
        return EXTENSIONS.getOrDefault(type, "bin");
    }

    private static boolean has(byte[] bytes, int offset, String magic) {
        var expected = magic.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length < offset + expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (bytes[offset + i] != expected[i]) {
                return false;
            }
        }
        return true;
    }
}
