package dev.atelier.simulator.anthropic;

import java.time.Duration;
import java.time.Instant;

import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.faults.Ending;
import dev.atelier.simulator.products.Product;
import dev.atelier.simulator.tasks.Task;

/** A task in Anthropic's JSON: as a message, as a batch, as the result of one. */
@Component
class AnthropicRecords {

    private static final Duration EXPIRES_AFTER = Duration.ofDays(1);
    /** So many tokens are enough for all that is said here. */
    private static final int ENOUGH = 40;

    private final JsonMapper mapper;

    AnthropicRecords(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /** @param maxTokens cuts it off when they are few */
    ObjectNode message(Task task, int maxTokens) {
        var message = mapper.createObjectNode()
                .put("id", task.id().replace("msgbatch_", "msg_"))
                .put("type", "message")
                .put("role", "assistant")
                .put("model", task.model());
        var content = message.putArray("content");
        boolean cutOff = maxTokens < ENOUGH;
        if (task.ending() == Ending.DELIVERED && task.product() instanceof Product.Words words) {
            content.addObject().put("type", "thinking").put("thinking", "Hm.").put("signature", "c2ln");
            content.addObject()
                    .put("type", "text")
                    .put("text", cutOff ? words.text().substring(0, 10) : words.text());
        }
        message.put("stop_reason", switch (task.ending()) {
            case DELIVERED -> cutOff ? "max_tokens" : "end_turn";
            // It has no other way to fail once it has begun to answer.
            case FAILED -> "end_turn";
            case CONTENT_REJECTED -> "refusal";
        }).putNull("stop_sequence").putNull("stop_details");
        message.putObject("usage")
                .put("input_tokens", 12)
                .put("output_tokens", 40)
                .put("cache_creation_input_tokens", 0)
                .put("cache_read_input_tokens", 0)
                .put("service_tier", "standard");
        return message;
    }

    /** @param results where they will be */
    ObjectNode batch(Task task, Instant now, String results) {
        boolean ended = task.stage(now) == Task.Stage.DONE;
        boolean errored = task.ending() == Ending.FAILED;
        var batch = mapper.createObjectNode()
                .put("id", task.id())
                .put("type", "message_batch")
                .put("processing_status", ended ? "ended" : "in_progress");
        batch.putObject("request_counts")
                .put("processing", ended ? 0 : 1)
                .put("succeeded", ended && !errored ? 1 : 0)
                .put("errored", ended && errored ? 1 : 0)
                .put("canceled", 0)
                .put("expired", 0);
        return batch.put("created_at", task.createdAt().toString())
                .put("expires_at", task.createdAt().plus(EXPIRES_AFTER).toString())
                .put("ended_at", ended ? task.doneAt().toString() : null)
                .putNull("cancel_initiated_at")
                .putNull("archived_at")
                .put("results_url", ended ? results : null);
    }

    /** A line of the results. */
    ObjectNode result(Task task) {
        var line = mapper.createObjectNode().put("custom_id", task.request());
        var result = line.putObject("result");
        if (task.ending() == Ending.FAILED) {
            result.put("type", "errored").set("error", error("api_error", "Internal server error"));
        } else {
            result.put("type", "succeeded").set("message", message(task, Integer.MAX_VALUE));
        }
        return line;
    }

    ObjectNode error(String type, String message) {
        var error = mapper.createObjectNode().put("type", "error");
        error.putObject("error").put("type", type).put("message", message);
        return error;
    }
}
