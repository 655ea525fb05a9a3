package dev.atelier.output;

import java.net.URI;
import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a provider made, as its adapter read it or as it lies in our store. As JSON it waits in the row of a job whose
 * files are being copied.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({@JsonSubTypes.Type(value = ProducedOutput.Hosted.class, name = "HOSTED"),
    @JsonSubTypes.Type(value = ProducedOutput.Stored.class, name = "STORED"),
    @JsonSubTypes.Type(value = ProducedOutput.Text.class, name = "TEXT")})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface ProducedOutput {
    OutputType type();

    /**
     * A file at the provider.
     *
     * @param contentType as the provider says; null when it does not
     * @param expiresAt   when the provider will have deleted it; null when it does not say
     */
    record Hosted(OutputType type, URI url, @Nullable String contentType,
            @Nullable Instant expiresAt) implements ProducedOutput {}

    /**
     * A file that came with the answer. It goes into the store before its job is done: bytes are kept in no row and sent in no
     * message.
     *
     * @param contentType as the provider says; null when it does not
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Inline(OutputType type, byte[] bytes, @Nullable String contentType) implements ProducedOutput {
        @Override
        public String toString() {
            return "Inline[" + type + ", " + bytes.length + " bytes]";
        }
    }

    /**
     * A file in our store, durable.
     *
     * @param key            its name there
     * @param contentType    what its bytes are; as the provider said only where they do not tell
     * @param size           in bytes
     * @param sha256         of its bytes, in hex
     * @param width          in pixels; null when it has none, or it cannot be told
     * @param durationMillis as above
     */
    record Stored(OutputType type, String key, String contentType, long size, String sha256, @Nullable Integer width,
            @Nullable Integer height, @Nullable Long durationMillis) implements ProducedOutput {}

    /** Text, whole. */
    record Text(String text) implements ProducedOutput {
        @Override
        @JsonIgnore
        public OutputType type() {
            return OutputType.TEXT;
        }
    }
}
