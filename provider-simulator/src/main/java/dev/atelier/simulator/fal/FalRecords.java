package dev.atelier.simulator.fal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.files.FileUrls;
import dev.atelier.simulator.products.Product;
import dev.atelier.simulator.tasks.Cancellations;
import dev.atelier.simulator.tasks.Task;

/** A task in fal's JSON: its status, its result, and its callback. */
@Component
class FalRecords {

    private static final String DOCS = "https://docs.fal.ai/errors#";

    private final JsonMapper mapper;
    private final FileUrls files;
    private final Cancellations cancellations;

    FalRecords(JsonMapper mapper, FileUrls files, Cancellations cancellations) {
        this.mapper = mapper;
        this.files = files;
        this.cancellations = cancellations;
    }

    /** @param requests the address under which the app's requests are */
    ObjectNode accepted(Task task, String requests) {
        var request = requests + "/" + task.id();
        return mapper.createObjectNode()
                .put("request_id", task.id())
                .put("gateway_request_id", task.id())
                .put("status", "IN_QUEUE")
                .put("queue_position", 0)
                .put("status_url", request + "/status")
                .put("response_url", request)
                .put("cancel_url", request + "/cancel");
    }

    /** @param now decides how far the task is */
    ObjectNode status(Task task, String requests, Instant now) {
        var status = mapper.createObjectNode()
                .put("request_id", task.id())
                .put("response_url", requests + "/" + task.id());
        if (cancellations.contains(task)) {
            return failed(status, new FalError(499, "client_cancelled", "Request was cancelled by the client"));
        }
        return switch (task.stage(now)) {
            case WAITING -> status.put("status", "IN_QUEUE").put("queue_position", 0);
            case WORKING -> status.put("status", "IN_PROGRESS").putNull("logs");
            case DONE -> switch (task.ending()) {
                case DELIVERED -> completed(status, task);
                case FAILED, CONTENT_REJECTED -> failed(status, error(task));
            };
        };
    }

    private ObjectNode completed(ObjectNode status, Task task) {
        status.put("status", "COMPLETED").putArray("logs");
        status.putObject("metrics")
                .put("inference_time", Duration.between(task.createdAt(), task.doneAt()).toMillis() / 1000.0);
        return status;
    }

    private static ObjectNode failed(ObjectNode status, FalError error) {
        return status.put("status", "COMPLETED")
                .put("error", "Invalid status code: " + error.status())
                .put("error_type", error.type());
    }

    /** @throws FalError when there is none: an error is what a failed request results in */
    ObjectNode result(Task task, Instant now) {
        if (cancellations.contains(task)) {
            throw new FalError(499, "client_cancelled", "Request was cancelled by the client");
        }
        if (task.stage(now) != Task.Stage.DONE) {
            throw new FalError(400, null, "Request is still in progress");
        }
        return switch (task.ending()) {
            case DELIVERED -> payload(task);
            case FAILED, CONTENT_REJECTED -> throw error(task);
        };
    }

    ObjectNode calledBack(Task task) {
        var callback = mapper.createObjectNode().put("request_id", task.id()).put("gateway_request_id", task.id());
        try {
            var result = result(task, task.doneAt());
            callback.put("status", "OK").set("payload", result);
        } catch (FalError e) {
            callback.put("status", "ERROR").put("error", "Invalid status code: " + e.status()).set("payload", body(e));
        }
        return callback;
    }

    private ObjectNode payload(Task task) {
        var payload = mapper.createObjectNode();
        var urls = files.of(task);
        switch (task.product()) {
            case Product.Pictures pictures -> {
                var images = payload.putArray("images");
                var flags = payload.putArray("has_nsfw_concepts");
                urls.forEach(url -> {
                    images.addObject()
                            .put("url", url)
                            .put("content_type", pictures.mediaType())
                            .put("width", pictures.size().width())
                            .put("height", pictures.size().height());
                    flags.add(false);
                });
                payload.putObject("timings").put("inference", 1.9);
                payload.put("seed", 42).put("prompt", task.prompt());
            }
            case Product.Clips clips -> payload.putObject("video")
                    .put("url", urls.getFirst())
                    .put("content_type", clips.mediaType())
                    .put("file_name", "out." + clips.extension());
            case Product.Sounds _ -> payload.putObject("audio").put("url", urls.getFirst());
            case Product.Words words -> payload.put("output", words.text());
        }
        return payload;
    }

    private static FalError error(Task task) {
        return switch (task.ending()) {
            case CONTENT_REJECTED -> new FalError(422, "content_policy_violation",
                    "The content could not be processed because it contained material flagged by a content checker.",
                    List.of("body", "prompt"));
            case FAILED, DELIVERED -> new FalError(500, "internal_server_error", "Internal server error",
                    List.of("body"));
        };
    }

    ObjectNode body(FalError error) {
        var body = mapper.createObjectNode();
        if (error.place().isEmpty()) {
            body.put("detail", error.message());
            return error.type() == null ? body : body.put("error_type", error.type());
        }
        var detail = body.putArray("detail").addObject();
        error.place().forEach(detail.putArray("loc")::add);
        detail.put("msg", error.message()).put("type", error.type()).put("url", DOCS + error.type());
        return body;
    }
}
