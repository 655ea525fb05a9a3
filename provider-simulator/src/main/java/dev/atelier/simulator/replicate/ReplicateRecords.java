package dev.atelier.simulator.replicate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.files.FileUrls;
import dev.atelier.simulator.products.Product;
import dev.atelier.simulator.tasks.Cancellations;
import dev.atelier.simulator.tasks.Task;

/** A task as a prediction, the same object everywhere. */
@Component
class ReplicateRecords {

    private static final String API = "https://api.replicate.com/v1/predictions/";

    private final JsonMapper mapper;
    private final FileUrls files;
    private final Cancellations cancellations;

    ReplicateRecords(JsonMapper mapper, FileUrls files, Cancellations cancellations) {
        this.mapper = mapper;
        this.files = files;
        this.cancellations = cancellations;
    }

    /** @param now decides how far the task is */
    ObjectNode prediction(Task task, Instant now) {
        var prediction = mapper.createObjectNode()
                .put("id", task.id())
                .put("model", task.model())
                .put("version", "hidden")
                .put("source", "api")
                .put("logs", "")
                .put("data_removed", false)
                .put("created_at", task.createdAt().toString());
        prediction.set("input", mapper.readTree(task.request()));
        prediction.putObject("urls")
                .put("get", API + task.id())
                .put("cancel", API + task.id() + "/cancel")
                .put("web", "https://replicate.com/p/" + task.id());
        if (cancellations.contains(task)) {
            return ended(prediction, task, "canceled", null, mapper.nullNode());
        }
        return switch (task.stage(now)) {
            case WAITING -> running(prediction, "starting");
            case WORKING -> running(prediction, "processing").put("started_at", task.createdAt().toString());
            case DONE -> switch (task.ending()) {
                case DELIVERED -> ended(prediction, task, "succeeded", null, output(task));
                case FAILED -> ended(prediction, task, "failed", "E1000: an unknown error occurred",
                        mapper.nullNode());
                case CONTENT_REJECTED -> ended(prediction, task, "failed",
                        "NSFW content detected. Try running it again, or try a different prompt.", mapper.nullNode());
            };
        };
    }

    private static ObjectNode running(ObjectNode prediction, String status) {
        prediction.put("status", status)
                .putNull("output")
                .putNull("error")
                .putNull("started_at")
                .putNull("completed_at")
                .putObject("metrics");
        return prediction;
    }

    private static ObjectNode ended(ObjectNode prediction, Task task, String status, @Nullable String error,
            JsonNode output) {
        var seconds = Duration.between(task.createdAt(), task.doneAt()).toMillis() / 1000.0;
        prediction.put("status", status)
                .put("error", error)
                .put("started_at", task.createdAt().toString())
                .put("completed_at", task.doneAt().toString())
                .set("output", output);
        prediction.putObject("metrics").put("predict_time", seconds).put("total_time", seconds);
        return prediction;
    }

    /** One address, or a list of them, as the model has it; words come in pieces. */
    private JsonNode output(Task task) {
        boolean listed = ReplicateModels.named(task.model()).filter(ReplicateModel::listed).isPresent();
        var texts = task.product() instanceof Product.Words words ? pieces(words.text()) : files.of(task);
        if (!listed) {
            return mapper.getNodeFactory().stringNode(texts.getFirst());
        }
        var list = mapper.createArrayNode();
        texts.forEach(list::add);
        return list;
    }

    private static List<String> pieces(String text) {
        return List.of(text.split("(?<= )", -1));
    }

    ObjectNode problem(ReplicateError error) {
        return mapper.createObjectNode()
                .put("title", error.title())
                .put("detail", error.detail())
                .put("status", error.status());
    }
}
