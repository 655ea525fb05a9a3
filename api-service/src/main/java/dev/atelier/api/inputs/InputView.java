package dev.atelier.api.inputs;

import java.time.Instant;
import java.util.UUID;

import io.swagger.v3.oas.annotations.media.Schema;

import dev.atelier.input.Input;
import dev.atelier.input.InputLinks;

/** An input as its owner sees it. */
@Schema(name = "Input", requiredProperties = {"inputId", "contentType", "size", "sha256", "url", "urlExpiresAt",
    "createdAt", "lastUsedAt"})
record InputView(
        @Schema(description = "For a request's files, such as `images`",
                example = "0197a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b") UUID inputId,
        @Schema(description = "Told by the bytes, whatever the sender said", example = "image/png") String contentType,
        @Schema(description = "In bytes", example = "48213") long size, @Schema(description = "In hex") String sha256,
        @Schema(description = "Where the file can be had without an API key, until urlExpiresAt") String url,
        Instant urlExpiresAt, Instant createdAt,
        @Schema(description = "When it was last sent here, named in a request, or handed to a provider") Instant lastUsedAt) {
    static InputView of(Input input, InputLinks links) {
        var expires = links.expiry(Instant.now());
        return new InputView(input.id().value(), input.contentType(), input.size(), input.sha256(),
                links.path(input.id(), expires), expires, input.createdAt(), input.lastUsedAt());
    }
}
