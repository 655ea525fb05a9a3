package dev.atelier.simulator.kie;

import java.time.Duration;
import java.time.Instant;

import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.faults.Ending;
import dev.atelier.simulator.files.FileUrls;
import dev.atelier.simulator.tasks.Task;

/** A task in Kie's JSON, as a poll and as a callback tell of it; the two differ in details, and so do these. */
@Component
class KieRecords {

    private final JsonMapper mapper;
    private final FileUrls files;

    KieRecords(JsonMapper mapper, FileUrls files) {
        this.mapper = mapper;
        this.files = files;
    }

    ObjectNode accepted(Task task) {
        var answer = envelope(200, "success");
        answer.putObject("data").put("taskId", task.id());
        return answer;
    }

    /** @param now decides how far the task is */
    ObjectNode polled(Task task, Instant now) {
        var stage = task.stage(now);
        var answer = envelope(200, "success");
        var data = answer.putObject("data")
                .put("taskId", task.id())
                .put("model", task.model())
                .put("param", task.request())
                .put("createTime", task.createdAt().toEpochMilli());
        if (stage != Task.Stage.DONE) {
            return finish(answer, data.put("state", stage == Task.Stage.WAITING ? "waiting" : "generating")
                    .put("resultJson", "")
                    .put("failCode", "")
                    .put("failMsg", "")
                    .putNull("costTime")
                    .putNull("completeTime")
                    .put("updateTime", now.toEpochMilli())
                    .put("creditsConsumed", 0));
        }
        data.put("costTime", Duration.between(task.createdAt(), task.doneAt()).toMillis())
                .put("completeTime", task.doneAt().toEpochMilli())
                .put("updateTime", task.doneAt().toEpochMilli());
        return finish(answer, switch (task.ending()) {
            case DELIVERED -> data.put("state", "success")
                    .put("resultJson", resultJson(task))
                    .put("failCode", "")
                    .put("failMsg", "")
                    .put("creditsConsumed", task.credits());
            case FAILED, CONTENT_REJECTED -> data.put("state", "fail")
                    .put("resultJson", "")
                    .put("failCode", failCode(task.ending()))
                    .put("failMsg", failMsg(task.ending()))
                    .put("creditsConsumed", 0);
        });
    }

    ObjectNode calledBack(Task task) {
        var answer = switch (task.ending()) {
            case DELIVERED -> envelope(200, "Playground task completed successfully.");
            case FAILED -> envelope(501, "Playground task failed.");
            case CONTENT_REJECTED -> envelope(400, "Playground task failed.");
        };
        var data = answer.putObject("data")
                .put("taskId", task.id())
                .put("model", task.model())
                .put("param", task.request())
                .put("createTime", task.createdAt().toEpochMilli())
                .put("completeTime", task.doneAt().toEpochMilli())
                .put("costTime", Duration.between(task.createdAt(), task.doneAt()).toSeconds());
        return finish(answer, switch (task.ending()) {
            case DELIVERED -> data.put("state", "success")
                    .put("resultJson", resultJson(task))
                    .put("updateTime", task.doneAt().toEpochMilli())
                    .put("creditsConsumed", task.credits())
                    .putNull("failCode")
                    .putNull("failMsg");
            case FAILED, CONTENT_REJECTED -> data.put("state", "fail")
                    .putNull("resultJson")
                    .put("failCode", failCode(task.ending()))
                    .put("failMsg", failMsg(task.ending()))
                    .put("creditsConsumed", 0);
        });
    }

    ObjectNode envelope(int code, String message) {
        return mapper.createObjectNode().put("code", code).put("msg", message);
    }

    private static ObjectNode finish(ObjectNode answer, ObjectNode data) {
        answer.set("data", data);
        return answer;
    }

    private String resultJson(Task task) {
        var result = mapper.createObjectNode();
        var urls = result.putArray("resultUrls");
        files.of(task).forEach(urls::add);
        return result.toString();
    }

    private static String failCode(Ending ending) {
        return ending == Ending.CONTENT_REJECTED ? "400" : "500";
    }

    private static String failMsg(Ending ending) {
        return ending == Ending.CONTENT_REJECTED
                ? "Your prompt was flagged as violating content policies."
                : "Internal server error";
    }
}
