package dev.atelier.simulator.elevenlabs;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
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

/** Webhooks of the workspace: each is sent once, whether it arrives or not. */
@Component
class ElevenlabsCallbacks {

    private static final String ALGORITHM = "HmacSHA256";

    private final ElevenlabsProperties properties;
    private final AccountWebhook webhook;
    private final ElevenlabsRecords records;

    ElevenlabsCallbacks(ElevenlabsProperties properties, @Qualifier("elevenlabsWebhook") AccountWebhook webhook,
            ElevenlabsRecords records) {
        this.properties = properties;
        this.webhook = webhook;
        this.records = records;
    }

    /** Null while the workspace has no webhook. */
    @Nullable
    Callback of(Task task) {
        var target = webhook.url();
        return target == null
                ? null
                : new Callback(Elevenlabs.NAME, task.id(), target, 1, Duration.ZERO, () -> letter(task));
    }

    private Letter letter(Task task) {
        var json = records.event(task).toString();
        var secret = properties.webhookSecret();
        if (secret == null || secret.isEmpty()) {
            return new Letter(json, Map.of());
        }
        var timestamp = String.valueOf(Instant.now().getEpochSecond());
        return new Letter(json, Map.of("ElevenLabs-Signature",
                "t=" + timestamp + ",v0=" + signature(secret, timestamp + "." + json)));
    }

    private static String signature(String secret, String text) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
