package dev.atelier.output;

import java.net.URI;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/** One thing that a provider made, as its adapter read it. */
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

    /** Text, whole. */
    record Text(String text) implements ProducedOutput {
        @Override
        public OutputType type() {
            return OutputType.TEXT;
        }
    }
}
