package dev.atelier.api.admin;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import dev.atelier.deadletter.DeadLetter;

/** A message that could not be handled; headers and body only when one is looked at. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "DeadLetter", requiredProperties = {"id", "queue", "type", "reason", "diedAt", "bytes"})
record DeadLetterView(UUID id, @Schema(description = "Where a replay goes", example = "webhooks") String queue,
        @Schema(example = "WebhookReceived") String type, String reason, Instant diedAt, int bytes,
        @Nullable Map<String, String> headers, @Schema(description = "When it is text") @Nullable String body,
        @Schema(description = "When it is not") @Nullable String bodyBase64) {

    static DeadLetterView brief(DeadLetter it) {
        return new DeadLetterView(it.id(), it.queue(), it.type(), it.reason(), it.diedAt(), it.body().length, null,
                null, null);
    }

    static DeadLetterView whole(DeadLetter it) {
        var text = text(it.body());
        return new DeadLetterView(it.id(), it.queue(), it.type(), it.reason(), it.diedAt(), it.body().length,
                it.headers(), text, text == null ? Base64.getEncoder().encodeToString(it.body()) : null);
    }

    private static @Nullable String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException e) {
            return null; // binary: shown as Base64
        }
    }
}
