package dev.atelier.simulator.kie;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;

import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

import dev.atelier.simulator.files.FileUrls;
import dev.atelier.simulator.kie.InputRule.Flag;
import dev.atelier.simulator.kie.InputRule.Note;
import dev.atelier.simulator.kie.InputRule.OneOf;
import dev.atelier.simulator.kie.InputRule.Text;
import dev.atelier.simulator.kie.InputRule.Urls;
import dev.atelier.simulator.kie.InputRule.Whole;
import dev.atelier.simulator.products.Product;
import dev.atelier.simulator.tasks.Task;

/** Veo: clips of eight seconds. */
@Component
final class VeoFamily extends FlaggedFamily {

    private static final String FAST = "veo3_fast";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")
            .withZone(ZoneOffset.UTC);
    private static final FieldRules RULES = FieldRules.of(Map.of("prompt", new Text(20_000), "model",
            new OneOf("veo3", FAST, "veo3_lite"), "generationType",
            new OneOf("TEXT_2_VIDEO", "FIRST_AND_LAST_FRAMES_2_VIDEO", "REFERENCE_2_VIDEO"), "imageUrls", new Urls(3),
            "aspect_ratio", new OneOf("16:9", "9:16", "Auto"), "resolution", new OneOf("720p", "1080p", "4k"), "seeds",
            new Whole(10_000, 99_999), "enableTranslation", new Flag(), "enableFallback", new Flag(), "watermark",
            new Note(100)), "prompt").and(VeoFamily::imagesForItsKind);

    private final FileUrls files;

    VeoFamily(FileUrls files) {
        super(new OwnForm(model(FAST, 80), model("veo3", 250), model("veo3_lite", 30)));
        this.files = files;
    }

    private static KieModel model(String name, int credits) {
        return new KieModel(name, RULES, "prompt", body -> new Product.Clips(1), body -> BigDecimal.valueOf(credits));
    }

    private static Optional<String> imagesForItsKind(ObjectNode body) {
        var images = body.path("imageUrls").size();
        return switch (body.path("generationType").asString(images == 0 ? "TEXT_2_VIDEO" : "")) {
            case "TEXT_2_VIDEO" -> images == 0 ? Optional.empty() : Optional.of("imageUrls must be empty");
            case "REFERENCE_2_VIDEO" -> images >= 1 && body.path("model").asString(FAST).equals(FAST)
                    ? Optional.empty()
                    : Optional.of("generationType REFERENCE_2_VIDEO takes 1 to 3 imageUrls and model " + FAST);
            default -> images >= 1 && images <= 2
                    ? Optional.empty()
                    : Optional.of("imageUrls must hold 1 or 2 images");
        };
    }

    @Override
    ObjectNode response(Task task) {
        return info(task).put("taskId", task.id());
    }

    @Override
    ObjectNode info(Task task) {
        var info = Envelope.object().put("resolution", "720p");
        var urls = info.putArray("resultUrls");
        files.of(task).forEach(urls::add);
        info.putArray("originUrls");
        return info;
    }

    @Override
    JsonNode time(Instant time) {
        return StringNode.valueOf(TIME.format(time));
    }

    @Override
    public ObjectNode calledBack(Task task) {
        var body = super.calledBack(task);
        body.withObject("/data").put("promptJson", task.request()).put("fallbackFlag", false);
        return body;
    }
}
