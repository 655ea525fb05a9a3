package dev.atelier.worker.provider.google;

import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

import dev.atelier.output.OutputType;
import dev.atelier.output.ProducedOutput.Inline;

/** Files that come inside of an answer. */
final class Media {
    private Media() {}

    /**
     * Bare samples get the header that makes a file of them.
     *
     * @param base64      the standard alphabet, or the one for addresses
     * @param contentType as Google says
     * @return empty when it is no base64, or nothing
     */
    static Optional<Inline> inline(OutputType type, String base64, Optional<String> contentType) {
        try {
            var bytes = Base64.getDecoder().decode(base64.strip().replace('-', '+').replace('_', '/'));
            if (bytes.length == 0) {
                return Optional.empty();
            }
            return Optional.of(Wav.isMissingFrom(contentType)
                    ? new Inline(type, Wav.around(bytes, contentType.orElse("")), Wav.TYPE)
                    : new Inline(type, bytes, contentType.orElse(null)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** What a content type says it is; empty for what is no file of ours. */
    static Optional<OutputType> type(Optional<String> contentType) {
        return contentType.map(it -> it.toLowerCase(Locale.ROOT).replaceAll("/.*", "")).flatMap(it -> switch (it) {
            case "image" -> Optional.of(OutputType.IMAGE);
            case "video" -> Optional.of(OutputType.VIDEO);
            case "audio" -> Optional.of(OutputType.AUDIO);
            default -> Optional.empty();
        });
    }
}
