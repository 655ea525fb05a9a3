package dev.atelier.simulator.elevenlabs;

import java.time.Instant;

import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.faults.Ending;
import dev.atelier.simulator.files.FileUrls;
import dev.atelier.simulator.tasks.Task;

/** A generation of the Flows in ElevenLabs' JSON. */
@Component
class ElevenlabsRecords {

    private final JsonMapper mapper;
    private final FileUrls files;

    ElevenlabsRecords(JsonMapper mapper, FileUrls files) {
        this.mapper = mapper;
        this.files = files;
    }

    /** A new one is always pending, however soon it will be done. */
    ObjectNode accepted(Task task) {
        return mapper.createObjectNode().put("id", task.id()).put("status", "pending");
    }

    ObjectNode polled(Task task, Instant now) {
        var record = mapper.createObjectNode().put("id", task.id());
        return switch (task.stage(now)) {
            case WAITING -> record.put("status", "pending");
            case WORKING -> record.put("status", "generating");
            case DONE -> switch (task.ending()) {
                case DELIVERED -> record.put("status", "completed")
                        .put("content_url", files.of(task).getFirst())
                        .put("content_mime_type", task.product().mediaType());
                case FAILED, CONTENT_REJECTED -> record.put("status", "failed")
                        .put("failure_reason", task.ending() == Ending.FAILED ? "model_error" : "moderated")
                        .put("error_message", "You were not charged for this generation.");
            };
        };
    }

    /** The end of a generation, wrapped as events are. */
    ObjectNode event(Task task) {
        var event = mapper.createObjectNode()
                .put("type", "flows_generation")
                .put("event_timestamp", task.doneAt().getEpochSecond());
        event.set("data", polled(task, task.doneAt()));
        return event;
    }
}
