package dev.atelier.simulator.runway;

import java.time.Instant;

import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.files.FileUrls;
import dev.atelier.simulator.tasks.Task;

/** A task in Runway's JSON. */
@Component
class RunwayRecords {

    private final JsonMapper mapper;
    private final FileUrls files;

    RunwayRecords(JsonMapper mapper, FileUrls files) {
        this.mapper = mapper;
        this.files = files;
    }

    ObjectNode accepted(Task task) {
        var answer = mapper.createObjectNode().put("id", task.id());
        answer.putObject("estimatedCost").put("credits", task.credits());
        return answer;
    }

    /** @param now decides how far the task is */
    ObjectNode polled(Task task, Instant now) {
        var answer = mapper.createObjectNode().put("id", task.id());
        switch (task.stage(now)) {
            case WAITING -> answer.put("status", "PENDING");
            case WORKING -> answer.put("status", "RUNNING").put("progress", task.progress(now) / 100.0);
            case DONE -> done(answer, task);
        }
        answer.put("createdAt", task.createdAt().toString());
        return answer;
    }

    private void done(ObjectNode answer, Task task) {
        switch (task.ending()) {
            case DELIVERED -> {
                var output = answer.put("status", "SUCCEEDED").putArray("output");
                files.of(task).forEach(output::add);
            }
            case FAILED -> answer.put("status", "FAILED")
                    .put("failure", "An unexpected error occurred.")
                    .put("failureCode", "INTERNAL.BAD_OUTPUT.CODE01");
            case CONTENT_REJECTED -> answer.put("status", "FAILED")
                    .put("failure", "The provided text was flagged by content moderation.")
                    .put("failureCode", "SAFETY.INPUT.TEXT");
        }
        answer.putObject("cost").put("credits", task.credits());
    }
}
