package dev.atelier.simulator.bfl;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.atelier.simulator.bfl.InputRule.Decimal;
import dev.atelier.simulator.bfl.InputRule.Flag;
import dev.atelier.simulator.bfl.InputRule.Image;
import dev.atelier.simulator.bfl.InputRule.OneOf;
import dev.atelier.simulator.bfl.InputRule.Ratio;
import dev.atelier.simulator.bfl.InputRule.Side;
import dev.atelier.simulator.bfl.InputRule.Text;
import dev.atelier.simulator.bfl.InputRule.Whole;
import dev.atelier.simulator.pictures.PictureFormat;

/** The models that are stood in for. */
final class BflModels {

    private static final int ANY_LENGTH = 1_000_000;
    private static final long FOUR_MEGAPIXELS = 4_000_000;
    private static final Set<String> PROMPT = Set.of("prompt");

    private static final Map<String, BflModel> MODELS = Stream.of(
            flux2("flux-2-pro", 8, "3.0", Map.of()),
            flux2("flux-2-pro-preview", 8, "3.0", Map.of()),
            flux2("flux-2-max", 8, "7.0", Map.of()),
            flux2("flux-2-flex", 8, "5.0",
                    Map.of("steps", new Whole(1, 50), "guidance", new Decimal(1.5, 10), "prompt_upsampling",
                            new Flag())),
            flux2("flux-2-klein-4b", 4, "1.4", Map.of()),
            flux2("flux-2-klein-9b", 4, "1.5", Map.of()),
            flux2("flux-2-klein-9b-preview", 4, "1.5", Map.of()),
            flux1("flux-pro-1.1", "4.0", Map.of()),
            flux1("flux-dev", "2.5", Map.of("steps", new Whole(1, 50), "guidance", new Decimal(1.5, 5))),
            model("flux-pro-1.1-ultra", 6, PictureFormat.JPEG, "6.0", Set.of(),
                    Map.of("aspect_ratio", new Ratio(9 / 21.0, 21 / 9.0), "raw", new Flag(), "image_prompt",
                            new Image(false), "image_prompt_strength", new Decimal(0, 1))),
            kontext("flux-kontext-pro", "4.0"),
            kontext("flux-kontext-max", "8.0"),
            filling("flux-pro-1.0-fill", Map.of("mask", new Image(false))),
            filling("flux-pro-1.0-expand", Map.of("top", new Whole(0, 2048), "bottom", new Whole(0, 2048), "left",
                    new Whole(0, 2048), "right", new Whole(0, 2048))))
            .collect(Collectors.toUnmodifiableMap(BflModel::name, Function.identity()));

    private BflModels() {}

    static Optional<BflModel> named(String name) {
        return Optional.ofNullable(MODELS.get(name));
    }

    private static BflModel flux2(String name, int images, String credits, Map<String, InputRule> own) {
        var fields = inputImages(images);
        fields.put("width", new Side(64, 8192, 16));
        fields.put("height", new Side(64, 8192, 16));
        fields.putAll(own);
        return model(name, 5, PictureFormat.JPEG, credits, PROMPT, fields);
    }

    private static BflModel flux1(String name, String credits, Map<String, InputRule> own) {
        var fields = new HashMap<String, InputRule>(Map.of("width", new Side(256, 1440, 32), "height",
                new Side(256, 1440, 32), "image_prompt", new Image(false), "prompt_upsampling", new Flag()));
        fields.putAll(own);
        return model(name, 6, PictureFormat.JPEG, credits, Set.of(), fields);
    }

    private static BflModel kontext(String name, String credits) {
        var fields = inputImages(4);
        fields.put("aspect_ratio", new Ratio(3 / 7.0, 7 / 3.0));
        fields.put("prompt_upsampling", new Flag());
        return model(name, 6, PictureFormat.PNG, credits, PROMPT, fields);
    }

    private static BflModel filling(String name, Map<String, InputRule> own) {
        var fields = new HashMap<String, InputRule>(Map.of("image", new Image(false), "steps", new Whole(15, 50),
                "guidance", new Decimal(1.5, 100)));
        fields.putAll(own);
        return model(name, 6, PictureFormat.JPEG, "5.0", Set.of("image"), fields);
    }

    private static BflModel model(String name, int mostTolerance, PictureFormat format, String credits,
            Set<String> required, Map<String, InputRule> own) {
        var fields = new HashMap<>(own);
        fields.put("prompt", new Text(0, ANY_LENGTH));
        fields.put("seed", new Whole(Long.MIN_VALUE, Long.MAX_VALUE));
        fields.put("output_format", new OneOf(List.of("jpeg", "png")));
        fields.put("safety_tolerance", new Whole(0, mostTolerance));
        fields.put("webhook_url", new Text(1, 2083));
        fields.put("webhook_secret", new Text(0, ANY_LENGTH));
        return new BflModel(name, Map.copyOf(fields), required, format, FOUR_MEGAPIXELS, new BigDecimal(credits));
    }

    private static Map<String, InputRule> inputImages(int count) {
        var fields = new HashMap<String, InputRule>();
        for (var i = 1; i <= count; i++) {
            fields.put(i == 1 ? "input_image" : "input_image_" + i, new Image(true));
        }
        return fields;
    }
}
