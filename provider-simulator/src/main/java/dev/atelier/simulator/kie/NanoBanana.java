package dev.atelier.simulator.kie;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;

import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.kie.InputRule.OneOf;
import dev.atelier.simulator.kie.InputRule.Text;
import dev.atelier.simulator.kie.InputRule.Urls;
import dev.atelier.simulator.pictures.PictureFormat;
import dev.atelier.simulator.pictures.PictureSize;

import static java.util.Map.entry;

/** One picture per task, sized by ratio and resolution. */
record NanoBanana(String slug, Map<String, InputRule> rules, Map<String, Integer> creditsByResolution)
        implements
            KieModel {

    NanoBanana(String slug, int references, Set<String> ratios, int credits1K, int credits2K, int credits4K) {
        this(slug,
                Map.ofEntries(entry("prompt", new Text(20_000)), entry("image_input", new Urls(references)),
                        entry("aspect_ratio", new OneOf(ratios)),
                        entry("resolution", new OneOf(Set.of("1K", "2K", "4K"))),
                        entry("output_format", new OneOf(Set.of("jpg", "png")))),
                Map.of("1K", credits1K, "2K", credits2K, "4K", credits4K));
    }

    @Override
    public PictureSize size(ObjectNode input) {
        return PictureSize.of(input.path("aspect_ratio").asString("auto"), PictureSize.longSide(resolution(input)));
    }

    @Override
    public PictureFormat format(ObjectNode input) {
        return input.path("output_format").asString("jpg").equals("png") ? PictureFormat.PNG : PictureFormat.JPEG;
    }

    @Override
    public int pictures(ObjectNode input) {
        return 1;
    }

    @Override
    public BigDecimal credits(ObjectNode input) {
        return BigDecimal.valueOf(creditsByResolution.getOrDefault(resolution(input), 0));
    }

    private static String resolution(ObjectNode input) {
        return input.path("resolution").asString("1K");
    }
}
