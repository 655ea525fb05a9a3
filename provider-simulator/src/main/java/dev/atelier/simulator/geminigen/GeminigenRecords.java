package dev.atelier.simulator.geminigen;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.faults.Ending;
import dev.atelier.simulator.files.FileUrls;
import dev.atelier.simulator.products.Product;
import dev.atelier.simulator.tasks.Task;

/** A task in Geminigen's JSON. */
@Component
class GeminigenRecords {

    private static final Duration KEPT = Duration.ofDays(30);
    private static final int PROCESSING = 1;
    private static final int COMPLETED = 2;
    private static final int FAILED = 3;
    /** Speech is reworked, joined, merged and downloaded: 11 to 14. */
    private static final int FIRST_SPEECH_STAGE = 11;
    private static final int SPEECH_STAGES = 4;

    private final JsonMapper mapper;
    private final FileUrls files;

    GeminigenRecords(JsonMapper mapper, FileUrls files) {
        this.mapper = mapper;
        this.files = files;
    }

    /** What a submission and the list answer with. */
    ObjectNode brief(Task task, Instant now) {
        var status = status(task, now);
        var done = status == COMPLETED || status == FAILED;
        return mapper.createObjectNode()
                .put("id", number(task))
                .put("uuid", task.id())
                .put("user_id", 3)
                .put("model_name", task.model())
                .put("input_text", task.prompt())
                .put("type", type(task))
                .put("status", status)
                .put("status_desc", status == COMPLETED ? "completed" : status == FAILED ? "failed" : "")
                .put("status_percentage", task.progress(now))
                .put("error_code", status == FAILED ? errorCode(task.ending()) : "")
                .put("error_message", status == FAILED ? errorMessage(task.ending()) : "")
                .put("estimated_credit", task.credits())
                .put("used_credit", status == COMPLETED ? task.credits() : BigDecimal.ZERO)
                .put("generate_result", status == COMPLETED ? files.of(task).getFirst() : null)
                .put("media_type", kind(task))
                .putNull("thumbnail_small")
                .put("created_at", local(task.createdAt()))
                .put("updated_at", done ? local(task.doneAt()) : null)
                .put("expired_at", done ? task.doneAt().plus(KEPT).truncatedTo(ChronoUnit.SECONDS).toString() : null);
    }

    /** With the results. */
    ObjectNode full(Task task, Instant now) {
        var record = brief(task, now);
        var kind = kind(task);
        List.of("image", "video", "audio").forEach(it -> record.putArray("generated_" + it));
        if (status(task, now) == COMPLETED) {
            for (var url : files.of(task)) {
                record.withArray("/generated_" + kind)
                        .addObject()
                        .put("uuid", derived(kind, task))
                        .put(kind + "_url", url)
                        .put("file_download_url", url)
                        .put(kind + "_uri", url.substring(url.indexOf("/files/") + 1))
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
                event.put("event", event(task, true));
                data.put("status", COMPLETED)
                        .put("used_credit", task.credits())
                        .put("error_message", "")
                        .put("media_url", files.of(task).getFirst());
            }
            case FAILED, CONTENT_REJECTED -> {
                event.put("event", event(task, false));
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
            return task.stage(now) == Task.Stage.WORKING && task.product() instanceof Product.Sounds
                    ? FIRST_SPEECH_STAGE + Math.min(SPEECH_STAGES - 1, task.progress(now) * SPEECH_STAGES / 100)
                    : PROCESSING;
        }
        return task.ending() == Ending.DELIVERED ? COMPLETED : FAILED;
    }

    private static String kind(Task task) {
        return switch (task.product()) {
            case Product.Pictures _ -> "image";
            case Product.Clips _ -> "video";
            case Product.Sounds _ -> "audio";
            case Product.Words _ -> throw new IllegalStateException("it writes no texts");
        };
    }

    private static String type(Task task) {
        return task.product() instanceof Product.Sounds ? "tts-text" : kind(task);
    }

    private static String event(Task task, boolean delivered) {
        return switch (task.product()) {
            case Product.Sounds _ -> delivered ? "TTS_TEXT_SUCCESS" : "TTS_TEXT_FAILED";
            case Product.Clips _ -> delivered ? "VIDEO_GENERATION_COMPLETED" : "VIDEO_GENERATION_FAILED";
            case Product.Pictures _,Product.Words _ ->
                delivered ? "IMAGE_GENERATION_COMPLETED" : "IMAGE_GENERATION_FAILED";
        };
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
