package dev.atelier.simulator.openai;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

import dev.atelier.simulator.callbacks.AccountWebhook;
import dev.atelier.simulator.callbacks.Callback;
import dev.atelier.simulator.callbacks.Callback.Letter;
import dev.atelier.simulator.tasks.Task;

/** Events to the project's one address, signed the Standard Webhooks way. */
@Component
class OpenAiCallbacks {

    private static final int ATTEMPTS = 4;
    private static final String ALGORITHM = "HmacSHA256";

    private final OpenAiProperties properties;
    private final AccountWebhook webhook;
    private final OpenAiRecords records;

    OpenAiCallbacks(OpenAiProperties properties, @Qualifier("openAiWebhook") AccountWebhook webhook,
            OpenAiRecords records) {
        this.properties = properties;
        this.webhook = webhook;
        this.records = records;
    }

    /** Null while the project has no address. */
    @Nullable
    Callback of(Task task) {
        var target = webhook.url();
        return target == null
                ? null
                : new Callback(OpenAi.NAME, task.id(), target, ATTEMPTS, properties.callbackPause(),
                        () -> letter(task));
    }

    private Letter letter(Task task) {
        var event = records.event(task);
        var id = event.path("id").asString("").replace("evt_", "wh_");
        var timestamp = String.valueOf(Instant.now().getEpochSecond());
        var json = event.toString();
        return new Letter(json, Map.of("webhook-id", id, "webhook-timestamp", timestamp, "webhook-signature",
                "v1," + signature(id + "." + timestamp + "." + json)));
    }

    private String signature(String text) {
        try {
            var key = Base64.getDecoder().decode(properties.webhookSecret().substring("whsec_".length()));
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
