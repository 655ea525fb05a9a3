package dev.atelier.messaging;

import java.util.Map;

/**
 * A message on its way to a queue. Its body belongs to it from here on; nobody changes the array.
 *
 * @param headers short texts; see the message's own description for what they mean
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, only carried
public record OutgoingMessage(String exchange, String routingKey, String type, String contentType,
        Map<String, Object> headers, byte[] body) {}
