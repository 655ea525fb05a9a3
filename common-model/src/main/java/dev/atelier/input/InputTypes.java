package dev.atelier.input;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import dev.atelier.output.MediaTypes;

/**
 * Which files are taken in, told by their bytes. Pictures, films and sounds; nothing that a browser would run, since inputs are
 * served from our own address.
 */
public final class InputTypes {
    private static final Set<String> TAKEN = Set.of("image/png", "image/jpeg", "image/webp", "image/gif", "image/avif",
            "image/heic", "image/bmp", "image/tiff", "video/mp4", "video/quicktime", "video/webm", "audio/mpeg",
            "audio/wav", "audio/ogg", "audio/flac", "audio/aac", "audio/mp4");
    private static final Map<String, String> OTHER_NAMES = Map.ofEntries(Map.entry("image/jpg", "image/jpeg"),
            Map.entry("image/heif", "image/heic"), Map.entry("audio/mp3", "audio/mpeg"),
            Map.entry("audio/wave", "audio/wav"), Map.entry("audio/x-wav", "audio/wav"),
            Map.entry("audio/vnd.wave", "audio/wav"), Map.entry("audio/x-m4a", "audio/mp4"),
            Map.entry("audio/m4a", "audio/mp4"), Map.entry("audio/x-flac", "audio/flac"),
            Map.entry("audio/x-aac", "audio/aac"), Map.entry("video/mov", "video/quicktime"),
            // One container for both, and the beginning does not tell them apart.
            Map.entry("audio/webm", "video/webm"), Map.entry("video/ogg", "audio/ogg"));

    private InputTypes() {}

    /** @param beginning the first 64 bytes, or all when there are fewer */
    public static Optional<String> of(byte[] beginning) {
        return Optional.of(MediaTypes.sniff(beginning)).filter(TAKEN::contains);
    }

    /** Whether both names mean the same kind of file. */
    public static boolean same(String one, String other) {
        return canonical(one).equals(canonical(other));
    }

    /** Whether a file of this type is one of those, by whatever name. */
    public static boolean isAmong(String type, Collection<String> types) {
        return types.stream().anyMatch(it -> same(it, type));
    }

    /** For a person to read. */
    public static String allowed() {
        return "a file of " + String.join(", ", new TreeSet<>(TAKEN)) + ", told by its bytes";
    }

    private static String canonical(String type) {
        var lower = type.toLowerCase(Locale.ROOT);
        return OTHER_NAMES.getOrDefault(lower, lower);
    }
}
