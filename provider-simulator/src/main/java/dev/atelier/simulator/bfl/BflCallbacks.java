package dev.atelier.simulator.bfl;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import dev.atelier.simulator.callbacks.Callback;
import dev.atelier.simulator.callbacks.Callback.Letter;
import dev.atelier.simulator.tasks.Task;

/** Callbacks to the address that came with the job, signed over the body when a secret came with it. */
@Component
class BflCallbacks {

    private static final int ATTEMPTS = 4;
    private static final String ALGORITHM = "HmacSHA256";
    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final BflProperties properties;
    private final BflRecords records;

    BflCallbacks(BflProperties properties, BflRecords records) {
        this.properties = properties;
        this.records = records;
    }

    Callback of(Task task, URI target, @Nullable String secret) {
        return new Callback(Bfl.NAME, task.id(), target, ATTEMPTS, properties.callbackPause(),
                () -> letter(task, secret));
    }

    /** The caller's own id, which it can tell only by the address. */
    static @Nullable String reference(URI target) {
        var uuid = UUID.matcher(target.toString());
        return uuid.find() ? uuid.group() : null;
    }

    private Letter letter(Task task, @Nullable String secret) {
        var json = records.calledBack(task).toString();
        return new Letter(json, secret == null
                ? Map.of()
                : Map.of("X-BFL-Signature", "sha256=" + signature(secret, json)));
    }

    private static String signature(String secret, String body) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
