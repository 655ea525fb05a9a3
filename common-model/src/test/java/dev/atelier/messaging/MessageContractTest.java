package dev.atelier.messaging;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import dev.atelier.catalog.ProviderId;
import dev.atelier.job.CheckJobs;
import dev.atelier.job.JobId;
import dev.atelier.job.SubmitJobs;
import dev.atelier.output.StoreOutputs;
import dev.atelier.webhook.WebhookReceived;
import dev.atelier.webhook.WebhooksReceived;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The bytes on the wire. A process of the last version reads them, so a change here is a new field or a new message. */
class MessageContractTest {
    private static final JobId ONE = JobId.of("0198c0de-0000-7000-8000-000000000001");
    private static final JobId TWO = JobId.of("0198c0de-0000-7000-8000-000000000002");

    @Test
    void submit_jobs() throws IOException {
        assertThat(text(Messages.encode(new SubmitJobs(List.of(ONE, TWO))))).isEqualTo(golden("SubmitJobs.json"));
        assertThat(Messages.decode(bytes("SubmitJobs.json"), SubmitJobs.class).jobIds()).containsExactly(ONE, TWO);
    }

    @Test
    void check_jobs() throws IOException {
        assertThat(text(Messages.encode(new CheckJobs(List.of(ONE))))).isEqualTo(golden("CheckJobs.json"));
        assertThat(Messages.decode(bytes("CheckJobs.json"), CheckJobs.class).jobIds()).containsExactly(ONE);
    }

    @Test
    void store_outputs() throws IOException {
        assertThat(text(Messages.encode(new StoreOutputs(List.of(ONE))))).isEqualTo(golden("StoreOutputs.json"));
        assertThat(Messages.decode(bytes("StoreOutputs.json"), StoreOutputs.class).jobIds()).containsExactly(ONE);
    }

    @Test
    void webhook_received() throws IOException {
        var event = new WebhookReceived(new ProviderId("kie"), ONE, "0af1", Map.of("content-type", "application/json",
                "x-webhook-timestamp", "1760000000"), "{\"code\": 200, \"msg\": \"größer\"}",
                Instant.parse("2026-01-01T10:00:00.123Z"));
        var message = event.toMessage("atelier", "webhooks");
        var lines = new StringBuilder();
        new TreeMap<>(message.headers()).forEach((name, value) -> lines.append(name)
                .append(": ")
                .append(value)
                .append(
                        '\n'));
        lines.append('\n').append(text(message.body()));
        assertThat(lines.toString()).isEqualTo(golden("WebhookReceived.txt"));
        assertThat(WebhookReceived.of(message.headers(), message.body())).isEqualTo(event);
    }

    @Test
    void webhooks_received() throws IOException {
        var event = new WebhookReceived(new ProviderId("kie"), ONE, "0af1", Map.of("content-type", "application/json"),
                "{\"code\": 200, \"msg\": \"größer\"}", Instant.parse("2026-01-01T10:00:00.123Z"));
        var other = new WebhookReceived(new ProviderId("geminigen"), null, "evt-1", Map.of(), "",
                Instant.parse("2026-01-01T10:00:00.124Z"));
        assertThat(text(Messages.encode(new WebhooksReceived(List.of(event, other)))))
                .isEqualTo(golden("WebhooksReceived.json"));
        assertThat(Messages.decode(bytes("WebhooksReceived.json"), WebhooksReceived.class).events())
                .containsExactly(event, other);
    }

    @Test
    void a_field_from_the_future_is_ignored() {
        var newer = "{\"jobIds\": [\"" + ONE + "\"], \"priority\": 7}";
        assertThat(Messages.decode(newer.getBytes(StandardCharsets.UTF_8), SubmitJobs.class).jobIds())
                .containsExactly(ONE);
    }

    @Test
    void what_is_no_message_is_undecodable() {
        assertThatThrownBy(() -> Messages.decode("garbage".getBytes(StandardCharsets.UTF_8), SubmitJobs.class))
                .isInstanceOf(UndecodableMessage.class);
        assertThatThrownBy(() -> Messages.decode("{}".getBytes(StandardCharsets.UTF_8), SubmitJobs.class))
                .isInstanceOf(UndecodableMessage.class);
        assertThatThrownBy(() -> WebhookReceived.of(Map.of(), new byte[0])).isInstanceOf(UndecodableMessage.class);
    }

    private static byte[] bytes(String file) throws IOException {
        try (var in = MessageContractTest.class.getResourceAsStream("/golden/" + file)) {
            if (in == null) {
                throw new IOException("there is no golden file " + file);
            }
            return in.readAllBytes();
        }
    }

    private static String golden(String file) throws IOException {
        return text(bytes(file)).stripTrailing();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
