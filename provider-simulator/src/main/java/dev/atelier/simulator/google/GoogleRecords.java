package dev.atelier.simulator.google;

import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.SequencedSet;

import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.products.Product;
import dev.atelier.simulator.products.Products;
import dev.atelier.simulator.tasks.Task;

/** A task in Google's JSON: as content, as an interaction, as an operation. */
@Component
class GoogleRecords {

    private static final int MOST_CANCELLED = 10_000;
    private static final String REFUSED = "The prompt violates Google's usage policies.";

    private final JsonMapper mapper;
    private final Products products;
    /** Ids, oldest first. */
    private final SequencedSet<String> cancelled = new LinkedHashSet<>();

    GoogleRecords(JsonMapper mapper, Products products) {
        this.mapper = mapper;
        this.products = products;
    }

    ObjectNode content(Task task) {
        var answer = mapper.createObjectNode();
        switch (task.ending()) {
            case DELIVERED -> deliver(answer, task);
            case FAILED -> {
                var candidate = answer.putArray("candidates")
                        .addObject()
                        .put("index", 0)
                        .put("finishReason", task.product() instanceof Product.Pictures ? "NO_IMAGE" : "OTHER");
                candidate.putObject("content")
                        .put("role", "model")
                        .putArray("parts")
                        .addObject()
                        .put("text",
                                "That did not work out.");
            }
            case CONTENT_REJECTED -> answer.putObject("promptFeedback").put("blockReason", "PROHIBITED_CONTENT");
        }
        answer.putObject("usageMetadata")
                .put("promptTokenCount", 12)
                .put("candidatesTokenCount", 1290)
                .put("totalTokenCount", 1302);
        return answer.put("modelVersion", task.model()).put("responseId", task.id());
    }

    private void deliver(ObjectNode answer, Task task) {
        var candidate = answer.putArray("candidates").addObject().put("index", 0).put("finishReason", "STOP");
        var parts = candidate.putObject("content").put("role", "model").putArray("parts");
        switch (task.product()) {
            case Product.Words it -> {
                parts.addObject().put("text", "The caller wants to know something.").put("thought", true);
                parts.addObject().put("text", it.text());
            }
            case Product.Pictures it -> {
                parts.addObject().put("text", "Here it is.");
                parts.addObject()
                        .putObject("inlineData")
                        .put("mimeType", it.mediaType())
                        .put("data", base64(task));
            }
            case Product.Sounds _ -> parts.addObject()
                    .putObject("inlineData")
                    .put("mimeType", "audio/L16;codec=pcm;rate=24000")
                    .put("data", base64(task));
            case Product.Clips _ -> throw new IllegalStateException("no model makes films so");
        }
    }

    /** As it is right after it was accepted. */
    ObjectNode interactionAccepted(Task task) {
        return interaction(task, "in_progress");
    }

    /** @param files where its file is fetched; empty for a file inside of the answer */
    ObjectNode interaction(Task task, Instant now, String files) {
        if (isCancelled(task)) {
            return interaction(task, "cancelled");
        }
        return switch (task.stage(now)) {
            case WAITING -> interaction(task, "queued");
            case WORKING -> interaction(task, "in_progress");
            case DONE -> switch (task.ending()) {
                case DELIVERED -> completed(task, files);
                case FAILED -> failed(task, "INTERNAL", "An internal error has occurred.");
                case CONTENT_REJECTED -> failed(task, "INVALID_ARGUMENT", REFUSED);
            };
        };
    }

    private ObjectNode interaction(Task task, String status) {
        return mapper.createObjectNode()
                .put("id", task.id())
                .put("object", "interaction")
                .put("status", status)
                .put("model", task.model())
                .put("created", task.createdAt().toString());
    }

    private ObjectNode completed(Task task, String files) {
        var answer = interaction(task, "completed");
        var steps = answer.putArray("steps");
        steps.addObject().put("type", "thought").put("signature", "c2lnbmF0dXJl");
        var contents = steps.addObject().put("type", "model_output").putArray("content");
        boolean sound = task.product() instanceof Product.Sounds;
        if (sound) {
            contents.addObject().put("type", "text").put("text", "[Verse] La la la");
        }
        var file = contents.addObject()
                .put("type", sound ? "audio" : "video")
                .put("mime_type", task.product().mediaType());
        if (files.isEmpty()) {
            file.put("data", base64(task));
        } else {
            file.put("uri", files + task.id() + ":download?alt=media");
        }
        answer.putObject("usage")
                .put("total_input_tokens", 300)
                .put("total_output_tokens", 9000)
                .put("total_tokens",
                        9300);
        return answer;
    }

    private ObjectNode failed(Task task, String code, String message) {
        var answer = interaction(task, "failed");
        answer.putArray("errors").addObject().put("code", code).put("message", message);
        return answer;
    }

    /** What is done stays done. */
    synchronized void cancel(Task task, Instant now) {
        if (task.stage(now) != Task.Stage.DONE) {
            cancelled.add(task.id());
            if (cancelled.size() > MOST_CANCELLED) {
                cancelled.removeFirst();
            }
        }
    }

    private synchronized boolean isCancelled(Task task) {
        return cancelled.contains(task.id());
    }

    static String operationName(Task task) {
        return "models/" + task.model() + "/operations/" + task.id();
    }

    ObjectNode operationAccepted(Task task) {
        return mapper.createObjectNode().put("name", operationName(task));
    }

    ObjectNode operation(Task task, Instant now, String files) {
        var answer = operationAccepted(task);
        if (task.stage(now) != Task.Stage.DONE) {
            return answer;
        }
        answer.put("done", true);
        switch (task.ending()) {
            case DELIVERED -> answer.putObject("response")
                    .put("@type", "type.googleapis.com/google.ai.generativelanguage.v1beta.PredictLongRunningResponse")
                    .putObject("generateVideoResponse")
                    .putArray("generatedSamples")
                    .addObject()
                    .putObject("video")
                    .put("uri", files + task.id() + ":download?alt=media");
            case FAILED -> answer.putObject("error").put("code", 13).put("message", "An internal error has occurred.");
            case CONTENT_REJECTED -> answer.putObject("response")
                    .putObject("generateVideoResponse")
                    .put("raiMediaFilteredCount", 1)
                    .putArray("raiMediaFilteredReasons")
                    .add("We encountered an issue with the prompt: it was filtered.");
        }
        return answer;
    }

    private String base64(Task task) {
        return Base64.getEncoder()
                .encodeToString(products.bytes(task.product(), task.prompt(), task.caption(), 1));
    }
}
