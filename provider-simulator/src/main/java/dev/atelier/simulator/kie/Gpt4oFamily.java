package dev.atelier.simulator.kie;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.files.FileUrls;
import dev.atelier.simulator.kie.InputRule.Flag;
import dev.atelier.simulator.kie.InputRule.OneOf;
import dev.atelier.simulator.kie.InputRule.Text;
import dev.atelier.simulator.kie.InputRule.Url;
import dev.atelier.simulator.kie.InputRule.Urls;
import dev.atelier.simulator.pictures.PictureFormat;
import dev.atelier.simulator.pictures.PictureSize;
import dev.atelier.simulator.products.Product;
import dev.atelier.simulator.tasks.Task;

/** The 4o image endpoint. Its record names the files otherwise than its callback. */
@Component
final class Gpt4oFamily extends FlaggedFamily {

    private static final FieldRules RULES = FieldRules
            .of(Map.of("size", new OneOf("1:1", "3:2", "2:3"), "prompt", new Text(20_000), "filesUrl", new Urls(5),
                    "maskUrl", new Url(), "isEnhance", new Flag(), "uploadCn", new Flag(), "enableFallback", new Flag(),
                    "fallbackModel", new OneOf("GPT_IMAGE_1", "FLUX_MAX")), "size")
            .and(body -> body.has("prompt") || !body.path("filesUrl").isEmpty()
                    ? Optional.empty()
                    : Optional.of("prompt or filesUrl is required"))
            .and(body -> !body.has("maskUrl") || body.path("filesUrl").size() == 1
                    ? Optional.empty()
                    : Optional.of("maskUrl needs exactly one image in filesUrl"));

    private final FileUrls files;

    Gpt4oFamily(FileUrls files) {
        super(new OwnForm(new KieModel("gpt4o-image", RULES, "prompt", body -> new Product.Pictures(
                PictureSize.of(body.path("size").asString("1:1"), 1024), PictureFormat.PNG, 1),
                body -> BigDecimal.valueOf(6))));
        this.files = files;
    }

    @Override
    ObjectNode response(Task task) {
        var response = Envelope.object();
        var urls = response.putArray("resultUrls");
        files.of(task).forEach(urls::add);
        return response;
    }

    @Override
    ObjectNode info(Task task) {
        return Envelope.object().set("result_urls", response(task).get("resultUrls"));
    }

    @Override
    JsonNode time(Instant time) {
        return LongNode.valueOf(time.toEpochMilli());
    }

    @Override
    public ObjectNode recorded(Task task, Instant now) {
        var done = task.stage(now) == Task.Stage.DONE;
        return super.recorded(task, now)
                .put("status", done ? ended(task) : "GENERATING")
                .put("progress", "%d.%02d".formatted(task.progress(now) / 100, task.progress(now) % 100));
    }

    private static String ended(Task task) {
        return switch (task.ending()) {
            case DELIVERED -> "SUCCESS";
            case FAILED, CONTENT_REJECTED -> "GENERATE_FAILED";
        };
    }
}
