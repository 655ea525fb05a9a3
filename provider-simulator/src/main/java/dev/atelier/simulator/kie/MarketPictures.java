package dev.atelier.simulator.kie;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.kie.InputRule.Flag;
import dev.atelier.simulator.kie.InputRule.OneOf;
import dev.atelier.simulator.kie.InputRule.Text;
import dev.atelier.simulator.kie.InputRule.Urls;
import dev.atelier.simulator.kie.InputRule.Whole;
import dev.atelier.simulator.pictures.PictureFormat;
import dev.atelier.simulator.pictures.PictureSize;
import dev.atelier.simulator.products.Product;

/** The market's models that make pictures. */
final class MarketPictures {

    private static final String PROMPT = "prompt";
    private static final OneOf RESOLUTIONS = new OneOf("1K", "2K", "4K");
    private static final BigDecimal SEEDREAM_EACH = new BigDecimal("3.5");

    private MarketPictures() {}

    /** One picture per task, sized by ratio and resolution; with pictures to go by, it edits them. */
    static KieModel nanoBanana(String name, int references, Set<String> ratios, int credits1K, int credits2K,
            int credits4K) {
        var rules = FieldRules.of(Map.of(PROMPT, new Text(20_000), "image_input", new Urls(references), "aspect_ratio",
                new OneOf(ratios), "resolution", RESOLUTIONS, "output_format", new OneOf("jpg", "png")), PROMPT);
        var credits = Map.of("1K", credits1K, "2K", credits2K, "4K", credits4K);
        return new KieModel(name, rules, PROMPT,
                input -> one(input.path("aspect_ratio").asString("auto"), resolution(input, "resolution"),
                        input.path("output_format").asString("jpg").equals("png")),
                input -> BigDecimal.valueOf(credits.getOrDefault(resolution(input, "resolution"), 0)));
    }

    /** Edits pictures of the first Nano Banana. */
    static KieModel nanoBananaEdit() {
        var rules = FieldRules.of(Map.of(PROMPT, new Text(20_000), "image_urls", new Urls(1, 10), "output_format",
                new OneOf("png", "jpeg"), "image_size",
                new OneOf("1:1", "9:16", "16:9", "3:4", "4:3", "3:2", "2:3", "5:4", "4:5", "21:9", "auto")), PROMPT,
                "image_urls");
        return new KieModel("google/nano-banana-edit", rules, PROMPT,
                input -> one(input.path("image_size").asString("auto"), "1K",
                        input.path("output_format").asString("png").equals("png")),
                input -> BigDecimal.valueOf(4));
    }

    /** Edits pictures; not every shape is to be had in every size. */
    static KieModel gptImage2Edit() {
        var rules = FieldRules.of(Map.of(PROMPT, new Text(20_000), "input_urls", new Urls(1, 16), "aspect_ratio",
                new OneOf("auto", "1:1", "3:2", "2:3", "4:3", "3:4", "5:4", "4:5", "16:9", "9:16", "2:1", "1:2", "3:1",
                        "1:3", "21:9", "9:21"),
                "resolution", RESOLUTIONS), PROMPT, "input_urls")
                .and(MarketPictures::shapeInSize);
        return new KieModel("gpt-image-2-image-to-image", rules, PROMPT,
                input -> one(input.path("aspect_ratio").asString("auto"), resolution(input, "resolution"), true),
                input -> BigDecimal.valueOf(10));
    }

    private static Optional<String> shapeInSize(ObjectNode input) {
        var size = resolution(input, "resolution");
        return switch (input.path("aspect_ratio").asString("auto")) {
            case "auto", "5:4", "4:5" -> size.equals("1K")
                    ? Optional.empty()
                    : Optional.of("resolution can only be 1K with this aspect_ratio");
            case "1:1" -> size.equals("4K")
                    ? Optional.of("resolution cannot be 4K with aspect_ratio 1:1")
                    : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** Up to six pictures per task, sized by a named preset. */
    static KieModel seedream4() {
        var rules = FieldRules.of(Map.of(PROMPT, new Text(5000), "image_size",
                new OneOf("square", "square_hd", "portrait_4_3", "portrait_3_2", "portrait_16_9", "landscape_4_3",
                        "landscape_3_2", "landscape_16_9", "landscape_21_9"),
                "image_resolution", RESOLUTIONS, "max_images", new Whole(1, 6), "seed",
                new Whole(Integer.MIN_VALUE, Integer.MAX_VALUE), "nsfw_checker", new Flag()), PROMPT);
        return new KieModel("bytedance/seedream-v4-text-to-image", rules, PROMPT,
                input -> new Product.Pictures(preset(input), PictureFormat.PNG, input.path("max_images").asInt(1)),
                input -> SEEDREAM_EACH.multiply(BigDecimal.valueOf(input.path("max_images").asInt(1))));
    }

    private static PictureSize preset(ObjectNode input) {
        var longSide = PictureSize.longSide(resolution(input, "image_resolution"));
        var preset = input.path("image_size").asString("square_hd");
        return switch (preset) {
            case "square_hd" -> new PictureSize(longSide, longSide);
            case "square" -> new PictureSize(longSide / 2, longSide / 2);
            default -> {
                var parts = preset.split("_", 3);
                yield parts[0].equals("portrait")
                        ? PictureSize.of(parts[2] + ":" + parts[1], longSide)
                        : PictureSize.of(parts[1] + ":" + parts[2], longSide);
            }
        };
    }

    private static Product one(String ratio, String resolution, boolean png) {
        return new Product.Pictures(PictureSize.of(ratio, PictureSize.longSide(resolution)),
                png ? PictureFormat.PNG : PictureFormat.JPEG, 1);
    }

    private static String resolution(ObjectNode input, String field) {
        return input.path(field).asString("1K");
    }
}
