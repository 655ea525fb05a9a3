package dev.atelier.simulator.kie;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.files.FileUrls;
import dev.atelier.simulator.tasks.Task;

/** The unified jobs of the market's models. A record and a callback differ in details, and so do these. */
@Component
class MarketFamily implements KieFamily {

    private static final Set<String> FIELDS = Set.of("model", "input");

    private final FileUrls files;

    MarketFamily(FileUrls files) {
        this.files = files;
    }

    @Override
    public KieModel.Order order(ObjectNode body, @Nullable URI callback) {
        for (var name : body.propertyNames()) {
            if (!FIELDS.contains(name)) {
                throw new KieError(422, name + " is not a field of createTask");
            }
        }
        var model = KieModels.named(body.path("model").asString(""))
                .orElseThrow(() -> new KieError(404, "The model " + body.path("model") + " is not supported."));
        if (!(body.get("input") instanceof ObjectNode input)) {
            throw new KieError(422, "input is required and must be an object");
        }
        model.rules().problemWith(input, "input.").ifPresent(problem -> {
            throw new KieError(422, problem);
        });
        return model.order(input, param(model, input, callback));
    }

    /** The request as it is shown again: a string of JSON, in which the input is once more a string of JSON. */
    private static String param(KieModel model, ObjectNode input, @Nullable URI callback) {
        var param = Envelope.object().put("model", model.name()).put("input", input.toString());
        return (callback == null ? param : param.put("callBackUrl", callback.toString())).toString();
    }

    @Override
    public boolean took(Task task) {
        return KieModels.named(task.model()).isPresent();
    }

    @Override
    public ObjectNode recorded(Task task, Instant now) {
        var stage = task.stage(now);
        var data = Envelope.object()
                .put("taskId", task.id())
                .put("model", task.model())
                .put("param", task.request())
                .put("createTime", task.createdAt().toEpochMilli());
        if (stage != Task.Stage.DONE) {
            return data.put("state", stage == Task.Stage.WAITING ? "waiting" : "generating")
                    .put("resultJson", "")
                    .put("failCode", "")
                    .put("failMsg", "")
                    .putNull("costTime")
                    .putNull("completeTime")
                    .put("updateTime", now.toEpochMilli())
                    .put("creditsConsumed", 0);
        }
        data.put("costTime", Duration.between(task.createdAt(), task.doneAt()).toMillis())
                .put("completeTime", task.doneAt().toEpochMilli())
                .put("updateTime", task.doneAt().toEpochMilli());
        return switch (task.ending()) {
            case DELIVERED -> data.put("state", "success")
                    .put("resultJson", resultJson(task))
                    .put("failCode", "")
                    .put("failMsg", "")
                    .put("creditsConsumed", task.credits());
            case FAILED, CONTENT_REJECTED -> data.put("state", "fail")
                    .put("resultJson", "")
                    .put("failCode", String.valueOf(TaskFailure.of(task.ending()).code()))
                    .put("failMsg", TaskFailure.of(task.ending()).words())
                    .put("creditsConsumed", 0);
        };
    }

    @Override
    public void puzzle(ObjectNode recorded) {
        recorded.put("state", "reticulating");
    }

    @Override
    public ObjectNode calledBack(Task task) {
        var data = Envelope.object()
                .put("taskId", task.id())
                .put("model", task.model())
                .put("param", task.request())
                .put("createTime", task.createdAt().toEpochMilli())
                .put("completeTime", task.doneAt().toEpochMilli())
                .put("costTime", Duration.between(task.createdAt(), task.doneAt()).toSeconds());
        return switch (task.ending()) {
            case DELIVERED -> Envelope.of(200, "Playground task completed successfully.",
                    data.put("state", "success")
                            .put("resultJson", resultJson(task))
                            .put("updateTime", task.doneAt().toEpochMilli())
                            .put("creditsConsumed", task.credits())
                            .putNull("failCode")
                            .putNull("failMsg"));
            case FAILED -> Envelope.of(501, "Playground task failed.", failed(task, data));
            case CONTENT_REJECTED -> Envelope.of(400, "Playground task failed.", failed(task, data));
        };
    }

    private static ObjectNode failed(Task task, ObjectNode data) {
        return data.put("state", "fail")
                .putNull("resultJson")
                .put("failCode", String.valueOf(TaskFailure.of(task.ending()).code()))
                .put("failMsg", TaskFailure.of(task.ending()).words())
                .put("creditsConsumed", 0);
    }

    private String resultJson(Task task) {
        var result = Envelope.object();
        var urls = result.putArray("resultUrls");
        files.of(task).forEach(urls::add);
        return result.toString();
    }
}
