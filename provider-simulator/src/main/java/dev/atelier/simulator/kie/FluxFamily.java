package dev.atelier.simulator.kie;

import java.math.BigDecimal;
import java.time.Instant;
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
import dev.atelier.simulator.kie.InputRule.Url;
import dev.atelier.simulator.kie.InputRule.Whole;
import dev.atelier.simulator.pictures.PictureFormat;
import dev.atelier.simulator.pictures.PictureSize;
import dev.atelier.simulator.products.Product;
import dev.atelier.simulator.tasks.Task;

/** Flux Kontext: one picture, of text or of another picture. */
@Component
final class FluxFamily extends FlaggedFamily {

    private static final int MOST_TOLERANCE_OF_EDITS = 2;
    private static final FieldRules RULES = FieldRules.of(Map.ofEntries(Map.entry("prompt", new Text(20_000)),
            Map.entry("model", new OneOf("flux-kontext-pro", "flux-kontext-max")), Map.entry("inputImage", new Url()),
            Map.entry("aspectRatio", new OneOf("21:9", "16:9", "4:3", "1:1", "3:4", "9:16")),
            Map.entry("outputFormat", new OneOf("jpeg", "png")), Map.entry("safetyTolerance", new Whole(0, 6)),
            Map.entry("promptUpsampling", new Flag()), Map.entry("enableTranslation", new Flag()),
            Map.entry("watermark", new Note(100)), Map.entry("uploadCn", new Flag())), "prompt")
            .and(body -> body.has("inputImage") && body.path("safetyTolerance").asInt(2) > MOST_TOLERANCE_OF_EDITS
                    ? Optional.of("safetyTolerance must be 0 to 2 with inputImage")
                    : Optional.empty());

    private final FileUrls files;

    FluxFamily(FileUrls files) {
        super(new OwnForm(model("flux-kontext-pro", 5), model("flux-kontext-max", 10)));
        this.files = files;
    }

    private static KieModel model(String name, int credits) {
        return new KieModel(name, RULES, "prompt", body -> new Product.Pictures(
                PictureSize.of(body.path("aspectRatio").asString("16:9"), 1024),
                body.path("outputFormat").asString("jpeg").equals("png") ? PictureFormat.PNG : PictureFormat.JPEG, 1),
                body -> BigDecimal.valueOf(credits));
    }

    @Override
    ObjectNode response(Task task) {
        var url = files.of(task).getFirst();
        return Envelope.object().put("originImageUrl", url).put("resultImageUrl", url);
    }

    @Override
    ObjectNode info(Task task) {
        return response(task);
    }

    @Override
    JsonNode time(Instant time) {
        return StringNode.valueOf(time.toString());
    }
}
