package dev.atelier.simulator.kie;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;

import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.kie.InputRule.Flag;
import dev.atelier.simulator.kie.InputRule.OneOf;
import dev.atelier.simulator.kie.InputRule.Text;
import dev.atelier.simulator.kie.InputRule.Whole;
import dev.atelier.simulator.pictures.PictureFormat;
import dev.atelier.simulator.pictures.PictureSize;

/** Up to six pictures per task, sized by a named preset. */
record Seedream(String slug, Map<String, InputRule> rules) implements KieModel {

    private static final BigDecimal CREDITS_EACH = new BigDecimal("3.5");

    Seedream(String slug) {
        this(slug, Map.of("prompt", new Text(5000), "image_size",
                new OneOf(Set.of("square", "square_hd", "portrait_4_3", "portrait_3_2", "portrait_16_9",
                        "landscape_4_3", "landscape_3_2", "landscape_16_9", "landscape_21_9")),
                "image_resolution", new OneOf(Set.of("1K", "2K", "4K")), "max_images", new Whole(1, 6), "seed",
                new Whole(Integer.MIN_VALUE, Integer.MAX_VALUE), "nsfw_checker", new Flag()));
    }

    @Override
    public PictureSize size(ObjectNode input) {
        var longSide = PictureSize.longSide(input.path("image_resolution").asString("1K"));
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

    @Override
    public PictureFormat format(ObjectNode input) {
        return PictureFormat.PNG;
    }

    @Override
    public int pictures(ObjectNode input) {
        return input.path("max_images").asInt(1);
    }

    @Override
    public BigDecimal credits(ObjectNode input) {
        return CREDITS_EACH.multiply(BigDecimal.valueOf(pictures(input)));
    }
}
