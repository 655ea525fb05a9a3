package dev.atelier.simulator.kie;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.callbacks.Callback;
import dev.atelier.simulator.callbacks.Callback.Letter;
import dev.atelier.simulator.tasks.Task;

/** Callbacks to the address that came with the job. Their signature covers the task's id and the time, not the body. */
@Component
class KieCallbacks {

    private static final int ATTEMPTS = 3;
    private static final String ALGORITHM = "HmacSHA256";
    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final KieProperties properties;

    KieCallbacks(KieProperties properties) {
        this.properties = properties;
    }

    /**
     * @param body
     *            asked for at each attempt
     */
    Callback of(Task task, URI target, Supplier<ObjectNode> body) {
        return new Callback(Kie.NAME, task.id(), target, ATTEMPTS, properties.callbackPause(),
                () -> letter(task, body.get().toString()));
    }

    /** The caller's own id, which it can tell Kie only by the address: a UUID in it, else the last step of its path. */
    static @Nullable String reference(URI target) {
        var uuid = UUID.matcher(target.toString());
        if (uuid.find()) {
            return uuid.group();
        }
        var path = target.getPath() == null ? "" : target.getPath().replaceAll("/+$", "");
        var last = path.substring(path.lastIndexOf('/') + 1);
        return last.isEmpty() ? null : last;
    }

    private Letter letter(Task task, String json) {
        var key = properties.webhookHmacKey();
        if (key == null || key.isEmpty()) {
            return new Letter(json, Map.of());
        }
        var timestamp = String.valueOf(Instant.now().getEpochSecond());
        return new Letter(json, Map.of("X-Webhook-Timestamp", timestamp, "X-Webhook-Signature",
                signature(key, task.id() + "." + timestamp)));
    }

    private static String signature(String key, String text) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
