package dev.atelier.deadletter;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import dev.atelier.messaging.OutgoingMessage;

/**
 * A message that could not be handled.
 *
 * @param queue  where it was consumed, and where a replay goes
 * @param reason why it could not be handled
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, only carried
public record DeadLetter(UUID id, String queue, String type, String reason, String contentType,
        Map<String, String> headers, byte[] body, Instant diedAt) {
    /** The message as it was, on its way back to its queue. */
    public OutgoingMessage again(String exchange) {
        var original = new HashMap<String, Object>(headers);
        original.keySet()
                .removeIf(it -> it.startsWith("x-") || it.equals(DeadLetters.REASON) || it.equals(
                        DeadLetters.QUEUE));
        return new OutgoingMessage(exchange, queue, type, contentType, original, body);
    }
}
