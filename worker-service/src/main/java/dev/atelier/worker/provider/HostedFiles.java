package dev.atelier.worker.provider;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;

import dev.atelier.catalog.Category;
import dev.atelier.output.OutputType;
import dev.atelier.output.ProducedOutput.Hosted;

/** Addresses that providers give for what they made. */
public final class HostedFiles {
    private HostedFiles() {}

    /**
     * A file at its address. What it is follows from the name's ending, else from what the job was to make.
     *
     * @return empty when the text is no absolute HTTP address
     */
    public static Optional<Hosted> at(String address, Category category, @Nullable Instant expiresAt) {
        return uri(address).map(uri -> {
            var type = Optional.ofNullable(uri.getPath()).flatMap(MediaTypeFactory::getMediaType);
            return new Hosted(type.flatMap(HostedFiles::kind).orElseGet(() -> made(category)), uri,
                    type.map(MediaType::toString).orElse(null), expiresAt);
        });
    }

    private static Optional<URI> uri(String address) {
        try {
            var uri = new URI(address.strip());
            var http = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            return http && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    private static Optional<OutputType> kind(MediaType type) {
        return switch (type.getType()) {
            case "image" -> Optional.of(OutputType.IMAGE);
            case "video" -> Optional.of(OutputType.VIDEO);
            case "audio" -> Optional.of(OutputType.AUDIO);
            default -> Optional.empty();
        };
    }

    private static OutputType made(Category category) {
        return switch (category) {
            case TEXT_TO_IMAGE, IMAGE_TO_IMAGE -> OutputType.IMAGE;
            case TEXT_TO_VIDEO, IMAGE_TO_VIDEO -> OutputType.VIDEO;
            case TEXT_TO_SPEECH, TEXT_TO_MUSIC -> OutputType.AUDIO;
            case TEXT -> OutputType.TEXT;
        };
    }
}
