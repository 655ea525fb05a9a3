package dev.atelier.simulator.google;

import java.net.URI;
import java.time.Instant;
import java.util.Map;

import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.atelier.simulator.callbacks.Callback;
import dev.atelier.simulator.callbacks.Callback.Letter;
import dev.atelier.simulator.tasks.Task;

/**
 * Events to the address that came with the job: thin, they name the job and say that it has ended. The real ones are signed in a
 * way that is not published; these are not signed.
 */
@Component
class GoogleCallbacks {

    private static final int ATTEMPTS = 5;

    private final GoogleProperties properties;
    private final JsonMapper mapper;

    GoogleCallbacks(GoogleProperties properties, JsonMapper mapper) {
        this.properties = properties;
        this.mapper = mapper;
    }

    /**
     * @param name
     *            of the job, as it is looked at
     * @param metadata
     *            the caller's own, which comes back; absent when it gave none
     */
    Callback of(Task task, String type, String name, URI target, JsonNode metadata) {
        return new Callback(Google.NAME, task.id(), target, ATTEMPTS, properties.callbackPause(),
                () -> letter(task, type, name, metadata));
    }

    private Letter letter(Task task, String type, String name, JsonNode metadata) {
        var now = Instant.now();
        var event = mapper.createObjectNode()
                .put("type", type)
                .put("version", "v1")
                .put("timestamp", now.toString());
        var data = event.putObject("data").put("id", name);
        if (metadata.isObject()) {
            data.set("user_metadata", metadata);
        }
        return new Letter(event.toString(), Map.of("webhook-id", "evt_" + task.id(), "webhook-timestamp",
                String.valueOf(now.getEpochSecond())));
    }
}
