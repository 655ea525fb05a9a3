package dev.atelier.simulator.geminigen;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.faults.Ending;
import dev.atelier.simulator.files.FileUrls;
import dev.atelier.simulator.tasks.Task;

/** A task in Geminigen's JSON. */
@Component
class GeminigenRecords {

    private static final Duration KEPT = Duration.ofDays(30);
    private static final int PROCESSING = 1;
    private static final int COMPLETED = 2;
    private static final int FAILED = 3;

    private final JsonMapper mapper;
    private final FileUrls files;

    GeminigenRecords(JsonMapper mapper, FileUrls files) {
        this.mapper = mapper;
        this.files = files;
    }

    /** What a submission and the list answer with. */
    ObjectNode brief(Task task, Instant now) {
        var status = status(task, now);
        var done = status != PROCESSING;
        return mapper.createObjectNode()
                .put("id", number(task))
                .put("uuid", task.id())
                .put("user_id", 3)
                .put("model_name", task.model())
                .put("input_text", task.prompt())
                .put("type", "image")
                .put("status", status)
                .put("status_desc", status == COMPLETED ? "completed" : status == FAILED ? "failed" : "")
                .put("status_percentage", task.progress(now))
                .put("error_code", status == FAILED ? errorCode(task.ending()) : "")
                .put("error_message", status == FAILED ? errorMessage(task.ending()) : "")
                .put("estimated_credit", task.credits())
                .put("used_credit", status == COMPLETED ? task.credits() : BigDecimal.ZERO)
                .put("generate_result", status == COMPLETED ? files.of(task).getFirst() : null)
                .put("media_type", "image")
                .putNull("thumbnail_small")
                .put("created_at", local(task.createdAt()))
                .put("updated_at", done ? local(task.doneAt()) : null)
                .put("expired_at", done ? task.doneAt().plus(KEPT).truncatedTo(ChronoUnit.SECONDS).toString() : null);
    }

    /** With the results. */
    ObjectNode full(Task task, Instant now) {
        var record = brief(task, now);
        var images = record.putArray("generated_image");
        record.putArray("generated_video");
        record.putArray("generated_audio");
        if (status(task, now) == COMPLETED) {
            for (var url : files.of(task)) {
                images.addObject()
                        .put("uuid", derived("image", task))
                        .put("image_url", url)
                        .put("file_download_url", url)
                        .put("image_uri", url.substring(url.indexOf("/files/") + 1))
                        .put("status", COMPLETED)
                        .put("error_message", "");
            }
        }
        return record;
    }

    ObjectNode event(Task task) {
        var event = mapper.createObjectNode();
        var data = mapper.createObjectNode()
                .put("uuid", task.id())
                .put("model_name", task.model())
                .put("input_text", task.prompt())
                .put("status_percentage", 100)
                .put("created_at", local(task.createdAt()))
                .put("updated_at", local(task.doneAt()));
        switch (task.ending()) {
            case DELIVERED -> {
                event.put("event", "IMAGE_GENERATION_COMPLETED");
                data.put("status", COMPLETED)
                        .put("used_credit", task.credits())
                        .put("error_message", "")
                        .put("media_url", files.of(task).getFirst());
            }
            case FAILED, CONTENT_REJECTED -> {
                event.put("event", "IMAGE_GENERATION_FAILED");
                data.put("status", FAILED)
                        .put("used_credit", 0)
                        .put("error_message", errorMessage(task.ending()))
                        .putNull("media_url");
            }
        }
        return event.put("uuid", eventUuid(task)).set("data", data);
    }

    /** The same at each attempt, for it is what receivers recognise a duplicate by. */
    static String eventUuid(Task task) {
        return derived("event", task);
    }

    private static int status(Task task, Instant now) {
        if (task.stage(now) != Task.Stage.DONE) {
            return PROCESSING;
        }
        return task.ending() == Ending.DELIVERED ? COMPLETED : FAILED;
    }

    private static long number(Task task) {
        return UUID.fromString(task.id()).getLeastSignificantBits() & Integer.MAX_VALUE;
    }

    private static String derived(String what, Task task) {
        return UUID.nameUUIDFromBytes((what + task.id()).getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static String local(Instant time) {
        return DateTimeFormatter.ISO_LOCAL_DATE_TIME
                .format(LocalDateTime.ofInstant(time.truncatedTo(ChronoUnit.SECONDS), ZoneOffset.UTC));
    }

    private static String errorCode(Ending ending) {
        return ending == Ending.CONTENT_REJECTED ? "GEMINI_RAI_MEDIA_FILTERED" : "SYSTEM_ERROR";
    }

    private static String errorMessage(Ending ending) {
        return ending == Ending.CONTENT_REJECTED ? "Content blocked" : "The generation failed";
    }
}
