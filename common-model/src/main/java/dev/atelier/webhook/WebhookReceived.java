package dev.atelier.webhook;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.atelier.catalog.ProviderId;
import dev.atelier.job.JobId;
import dev.atelier.messaging.OutgoingMessage;
import dev.atelier.messaging.UndecodableMessage;

/**
 * A provider's callback as it arrived, authenticated at the door. As a message, its body is the message's own body and the
 * rest travels in headers.
 *
 * @param jobId    whose address was called; null for callbacks to an account-wide address
 * @param eventKey names the event within the provider: its own event id, or a digest of the body. A second one is a duplicate
 * @param headers  the callback's HTTP headers as far as they say something about it, names in lower case
 * @param body     as it came: valid UTF-8, so this text is the same bytes
 * @param receivedAt by which its timestamp was judged
 */
public record WebhookReceived(ProviderId provider, @Nullable JobId jobId, String eventKey, Map<String, String> headers,
        String body, Instant receivedAt) {
    private static final String PROVIDER = "atelier-provider";
    private static final String JOB = "atelier-job";
    private static final String EVENT_KEY = "atelier-event-key";
    private static final String RECEIVED_AT = "atelier-received-at";
    private static final String HTTP = "http-";

    public WebhookReceived {
        headers = Map.copyOf(headers);
    }

    /** This event on its way to a queue. */
    public OutgoingMessage toMessage(String exchange, String routingKey) {
        var all = new HashMap<String, Object>();
        all.put(PROVIDER, provider.value());
        all.put(EVENT_KEY, eventKey);
        all.put(RECEIVED_AT, receivedAt.toString());
        if (jobId != null) {
            all.put(JOB, jobId.toString());
        }
        headers.forEach((name, value) -> all.put(HTTP + name, value));
        return new OutgoingMessage(exchange, routingKey, "WebhookReceived",
                headers.getOrDefault("content-type", "application/octet-stream"), all,
                body.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws UndecodableMessage when a header is missing or is not what it should be */
    public static WebhookReceived of(Map<String, Object> headers, byte[] body) {
        try {
            var http = new HashMap<String, String>();
            headers.forEach((name, value) -> {
                if (name.startsWith(HTTP)) {
                    http.put(name.substring(HTTP.length()), value.toString());
                }
            });
            var job = headers.get(JOB);
            return new WebhookReceived(new ProviderId(text(headers, PROVIDER)),
                    job == null ? null : JobId.of(job.toString()), text(headers, EVENT_KEY), http,
                    new String(body, StandardCharsets.UTF_8), Instant.parse(text(headers, RECEIVED_AT)));
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw new UndecodableMessage("not a WebhookReceived: " + e.getMessage(), e);
        }
    }

    private static String text(Map<String, Object> headers, String name) {
        var value = headers.get(name);
        if (value == null) {
            throw new UndecodableMessage("not a WebhookReceived: the header " + name + " is missing");
        }
        return value.toString();
    }
}
