package dev.atelier.simulator.openai;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.faults.Ending;
import dev.atelier.simulator.products.Product;
import dev.atelier.simulator.tasks.Task;
import dev.atelier.simulator.tasks.Task.Stage;

/** A response in OpenAI's JSON, and the event that says that it has ended. */
@Component
class OpenAiRecords {

    private final JsonMapper mapper;
    /** Forgotten with their tasks. */
    private final Map<Task, Instant> cancelled = Collections.synchronizedMap(new WeakHashMap<>());

    OpenAiRecords(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /** What a response repeats of its request. */
    ObjectNode echo(ObjectNode body) {
        var echo = mapper.createObjectNode();
        for (var name : new String[]{"background", "metadata", "max_output_tokens"}) {
            if (body.has(name)) {
                echo.set(name, body.get(name));
            }
        }
        return echo;
    }

    boolean isInBackground(Task task) {
        return request(task).path("background").asBoolean(false);
    }

    /** One that has ended stays as it is. */
    void cancel(Task task, Instant now) {
        if (task.stage(now) != Stage.DONE) {
            cancelled.putIfAbsent(task, now);
        }
    }

    /** @param now decides how far it is */
    ObjectNode response(Task task, Instant now) {
        var request = request(task);
        var response = mapper.createObjectNode()
                .put("id", task.id())
                .put("object", "response")
                .put("created_at", task.createdAt().getEpochSecond())
                .put("status", status(task, now))
                .put("background", request.path("background").asBoolean(false))
                .put("model", task.model())
                .putNull("error")
                .putNull("incomplete_details")
                .putNull("usage");
        response.putArray("output");
        response.set("metadata", request.has("metadata") ? request.get("metadata") : mapper.createObjectNode());
        switch (status(task, now)) {
            case "completed", "incomplete" -> delivered(task, response);
            case "failed" -> response.putObject("error")
                    .put("code", "server_error")
                    .put("message", "The model failed to generate a response.");
            default -> {
            }
        }
        return response;
    }

    /** What the project's webhook is sent: it names the response and holds nothing of it. */
    ObjectNode event(Task task) {
        var event = mapper.createObjectNode()
                .put("id", "evt_" + task.id().substring("resp_".length()))
                .put("object", "event")
                .put("created_at", task.doneAt().getEpochSecond())
                .put("type", "response." + status(task, task.doneAt()));
        event.putObject("data").put("id", task.id());
        return event;
    }

    private String status(Task task, Instant now) {
        if (cancelled.containsKey(task)) {
            return "cancelled";
        }
        return switch (task.stage(now)) {
            case WAITING -> "queued";
            case WORKING -> "in_progress";
            case DONE -> switch (task.ending()) {
                case DELIVERED -> words(task).equals(whole(task)) ? "completed" : "incomplete";
                // A refusal is an answer.
                case CONTENT_REJECTED -> "completed";
                case FAILED -> "failed";
            };
        };
    }

    private void delivered(Task task, ObjectNode response) {
        boolean refused = task.ending() == Ending.CONTENT_REJECTED;
        var words = words(task);
        boolean cut = !refused && !words.equals(whole(task));
        if (cut) {
            response.putObject("incomplete_details").put("reason", "max_output_tokens");
        }
        var message = response.withArray("output")
                .addObject()
                .put("type", "message")
                .put("id", "msg_" + task.id().substring("resp_".length()))
                .put("role", "assistant")
                .put("status", cut ? "incomplete" : "completed");
        var part = message.putArray("content").addObject();
        if (refused) {
            part.put("type", "refusal").put("refusal", "I'm sorry, but I can't help with that.");
        } else {
            part.put("type", "output_text").put("text", words).putArray("annotations");
        }
        response.putObject("usage")
                .put("input_tokens", 14)
                .put("output_tokens", words.split(" ", -1).length)
                .put("total_tokens", 14 + words.split(" ", -1).length);
    }

    /** A token is a word here. */
    private String words(Task task) {
        var all = whole(task).split(" ", -1);
        int most = request(task).path("max_output_tokens").asInt(Integer.MAX_VALUE);
        return all.length <= most ? whole(task) : String.join(" ", Arrays.copyOf(all, most));
    }

    private static String whole(Task task) {
        return task.product() instanceof Product.Words it ? it.text() : "";
    }

    private ObjectNode request(Task task) {
        return task.request().isEmpty() ? mapper.createObjectNode() : (ObjectNode) mapper.readTree(task.request());
    }
}
