package dev.atelier.simulator.kie;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.faults.Ending;
import dev.atelier.simulator.files.FileUrls;
import dev.atelier.simulator.kie.InputRule.Note;
import dev.atelier.simulator.kie.InputRule.OneOf;
import dev.atelier.simulator.kie.InputRule.Text;
import dev.atelier.simulator.kie.InputRule.Url;
import dev.atelier.simulator.kie.InputRule.WholeOneOf;
import dev.atelier.simulator.products.Product;
import dev.atelier.simulator.tasks.Task;

/** Runway: clips of five or ten seconds, and no job without a callback. */
@Component
final class RunwayFamily implements KieFamily {

    private static final String MODEL = "runway";
    private static final FieldRules RULES = FieldRules
            .of(Map.of("prompt", new Text(1800), "imageUrl", new Url(), "duration", new WholeOneOf(Set.of(5L, 10L)),
                    "quality", new OneOf("720p", "1080p"), "aspectRatio",
                    new OneOf("16:9", "4:3", "1:1", "3:4", "9:16"), "waterMark", new Note(100)), "prompt", "duration",
                    "quality")
            .and(body -> body.path("duration").asInt() == 10 && body.path("quality").asString("").equals("1080p")
                    ? Optional.of("quality cannot be 1080p when duration is 10")
                    : Optional.empty())
            .and(body -> body.has("imageUrl") || body.has("aspectRatio")
                    ? Optional.empty()
                    : Optional.of("aspectRatio is required without imageUrl"));

    private final OwnForm form = new OwnForm(new KieModel(MODEL, RULES, "prompt", body -> new Product.Clips(1),
            body -> BigDecimal.valueOf(body.path("duration").asInt() == 5
                    && body.path("quality").asString("").equals("720p") ? 12 : 30)));
    private final FileUrls files;
    private final JsonMapper mapper;

    RunwayFamily(FileUrls files, JsonMapper mapper) {
        this.files = files;
        this.mapper = mapper;
    }

    @Override
    public KieModel.Order order(ObjectNode body, @Nullable URI callback) {
        var order = form.order(body);
        if (callback == null) {
            throw new KieError(422, "callBackUrl is required");
        }
        return order;
    }

    @Override
    public boolean took(Task task) {
        return form.has(task.model());
    }

    @Override
    public ObjectNode recorded(Task task, Instant now) {
        var data = Envelope.object()
                .put("taskId", task.id())
                .put("parentTaskId", "")
                .set("generateParam", mapper.readTree(task.request()))
                .put("expireFlag", 0);
        return switch (task.stage(now)) {
            case WAITING -> data.put("state", "queueing");
            case WORKING -> data.put("state", "generating");
            case DONE -> ended(task, data);
        };
    }

    private ObjectNode ended(Task task, ObjectNode data) {
        if (task.ending() != Ending.DELIVERED) {
            var failure = TaskFailure.of(task.ending());
            return data.put("state", "fail").put("failCode", failure.code()).put("failMsg", failure.words());
        }
        var video = files.of(task).getFirst();
        data.put("state", "success")
                .putObject("videoInfo")
                .put("videoId", task.id())
                .put("taskId", task.id())
                .put("videoUrl", video)
                .put("imageUrl", video.replaceAll("mp4$", "png"));
        return data.put("failCode", 0).put("failMsg", "");
    }

    @Override
    public void puzzle(ObjectNode recorded) {
        recorded.put("state", "reticulating");
    }

    @Override
    public ObjectNode calledBack(Task task) {
        var data = Envelope.object().put("task_id", task.id()).put("video_id", task.id());
        if (task.ending() != Ending.DELIVERED) {
            var failure = TaskFailure.of(task.ending());
            return Envelope.of(failure.code(), failure.words(), data.put("video_url", "").put("image_url", ""));
        }
        var video = files.of(task).getFirst();
        return Envelope.of(200, "All generated successfully.",
                data.put("video_url", video).put("image_url", video.replaceAll("mp4$", "png")));
    }
}
