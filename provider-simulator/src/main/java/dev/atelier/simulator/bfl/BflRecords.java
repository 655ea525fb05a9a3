package dev.atelier.simulator.bfl;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.files.FileUrls;
import dev.atelier.simulator.products.Product;
import dev.atelier.simulator.tasks.Task;

/** A task in BFL's JSON: as a submission, a poll and a callback tell of it. */
@Component
class BflRecords {

    private static final BigDecimal MEGA = BigDecimal.valueOf(1_000_000);

    private final JsonMapper mapper;
    private final FileUrls files;

    BflRecords(JsonMapper mapper, FileUrls files) {
        this.mapper = mapper;
        this.files = files;
    }

    /**
     * The two shapes of this answer: who asked for a callback is told its address, who did not is told where to poll.
     */
    ObjectNode accepted(Task task, @Nullable String webhookUrl, String pollingUrl) {
        var answer = mapper.createObjectNode().put("id", task.id());
        if (webhookUrl == null) {
            answer.put("polling_url", pollingUrl);
        } else {
            answer.put("status", "Pending").put("webhook_url", webhookUrl);
        }
        return answer.put("cost", task.credits()).put("input_mp", 0.0).put("output_mp", megapixels(task));
    }

    ObjectNode polled(Task task, Instant now) {
        var answer = mapper.createObjectNode().put("id", task.id());
        if (task.stage(now) != Task.Stage.DONE) {
            return answer.put("status", "Pending")
                    .putNull("result")
                    .put("progress", task.progress(now) / 100.0)
                    .putNull("details")
                    .putNull("preview");
        }
        answer.put("status", status(task));
        switch (task.ending()) {
            case DELIVERED -> answer.putObject("result")
                    .put("sample", files.of(task).getFirst())
                    .put("prompt", task.prompt())
                    .put("seed", Long.parseLong(task.request()))
                    .put("start_time", seconds(task.createdAt()))
                    .put("end_time", seconds(task.doneAt()))
                    .put("duration", Duration.between(task.createdAt(), task.doneAt()).toMillis() / 1000.0);
            case CONTENT_REJECTED -> {
                answer.putNull("result");
                answer.putObject("details").putArray("Moderation Reasons").add("Derivative Works Filter");
            }
            case FAILED -> {
                answer.putNull("result");
                answer.putObject("details").put("error", "The task could not be processed");
            }
        }
        return answer.put("progress", 1.0);
    }

    ObjectNode notFound(String id) {
        return mapper.createObjectNode()
                .put("id", id)
                .put("status", "Task not found")
                .putNull("result")
                .putNull("progress")
                .putNull("details")
                .putNull("preview");
    }

    ObjectNode calledBack(Task task) {
        var answer = mapper.createObjectNode().put("id", task.id()).put("status", status(task));
        switch (task.ending()) {
            case DELIVERED -> answer.putObject("result").put("sample", files.of(task).getFirst());
            case FAILED, CONTENT_REJECTED -> answer.put("error", status(task))
                    .put("message", "The task could not be processed");
        }
        return answer.put("timestamp", task.doneAt().toString());
    }

    private static String status(Task task) {
        return switch (task.ending()) {
            case DELIVERED -> "Ready";
            case FAILED -> "Error";
            case CONTENT_REJECTED -> "Content Moderated";
        };
    }

    private static double seconds(Instant at) {
        return at.toEpochMilli() / 1000.0;
    }

    private static BigDecimal megapixels(Task task) {
        return task.product() instanceof Product.Pictures it
                ? BigDecimal.valueOf((long) it.size().width() * it.size().height())
                        .divide(MEGA, 2, RoundingMode.HALF_UP)
                : BigDecimal.ZERO;
    }
}
