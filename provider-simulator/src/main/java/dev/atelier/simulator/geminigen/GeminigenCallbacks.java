package dev.atelier.simulator.geminigen;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

import dev.atelier.simulator.callbacks.AccountWebhook;
import dev.atelier.simulator.callbacks.Callback;
import dev.atelier.simulator.callbacks.Callback.Letter;
import dev.atelier.simulator.tasks.Task;

/** Callbacks to the account's one address: the first attempt and up to three more. */
@Component
class GeminigenCallbacks {

    private static final int ATTEMPTS = 4;

    private final GeminigenProperties properties;
    private final AccountWebhook webhook;
    private final GeminigenRecords records;
    private final WebhookSignature signature;

    GeminigenCallbacks(GeminigenProperties properties, @Qualifier("geminigenWebhook") AccountWebhook webhook,
            GeminigenRecords records, WebhookSignature signature) {
        this.properties = properties;
        this.webhook = webhook;
        this.records = records;
        this.signature = signature;
    }

    /** Null while the account has no address. */
    @Nullable
    Callback of(Task task) {
        var target = webhook.url();
        return target == null
                ? null
                : new Callback(Geminigen.NAME, task.id(), target, ATTEMPTS, properties.callbackPause(),
                        () -> letter(task));
    }

    private Letter letter(Task task) {
        var json = records.event(task).toString();
        var signed = switch (properties.signedText()) {
            case EVENT_UUID -> GeminigenRecords.eventUuid(task);
            case BODY -> json;
        };
        return new Letter(json, Map.of("x-signature", signature.of(signed)));
    }
}
