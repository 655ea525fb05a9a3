package dev.atelier.simulator.kie;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.kie.InputRule.Flag;
import dev.atelier.simulator.kie.InputRule.OneOf;
import dev.atelier.simulator.kie.InputRule.Text;
import dev.atelier.simulator.kie.InputRule.Url;
import dev.atelier.simulator.kie.InputRule.Urls;
import dev.atelier.simulator.kie.InputRule.Whole;
import dev.atelier.simulator.products.Product;

/** The market's models that make clips. */
final class MarketClips {

    private static final String PROMPT = "prompt";
    private static final int KLING_PROMPT = 2500;

    private MarketClips() {}

    /** A clip of one shot, from text or between one or two frames. Several shots need prompts that are not stood in for. */
    static KieModel kling3() {
        var rules = FieldRules.of(Map.of(PROMPT, new Text(KLING_PROMPT), "image_urls", new Urls(2), "sound", new Flag(),
                "duration", new OneOf(seconds(3, 15)), "aspect_ratio", new OneOf("16:9", "9:16", "1:1"), "mode",
                new OneOf("std", "pro"), "multi_shots", new Flag()), PROMPT)
                .and(input -> input.path("multi_shots").asBoolean(false)
                        ? Optional.of("multi_prompt is required when multi_shots is true")
                        : Optional.empty());
        return clip("kling-3.0/video", rules, 60);
    }

    /** A clip that begins with one picture. */
    static KieModel kling26FromImage() {
        var rules = FieldRules.of(Map.of(PROMPT, new Text(KLING_PROMPT), "image_urls", new Urls(1, 1), "sound",
                new Flag(), "duration", new OneOf("5", "10")), PROMPT, "image_urls");
        return clip("kling-2.6/image-to-video", rules, 55);
    }

    /** A clip from text, between frames, or after pictures, clips and sounds; the last two do not go together. */
    static KieModel seedance2(String name, String... resolutions) {
        var rules = FieldRules.of(Map.ofEntries(Map.entry(PROMPT, new Text(3, 20_000)),
                Map.entry("first_frame_url", new Url()), Map.entry("last_frame_url", new Url()),
                Map.entry("reference_image_urls", new Urls(9)), Map.entry("reference_video_urls", new Urls(3)),
                Map.entry("reference_audio_urls", new Urls(3)), Map.entry("generate_audio", new Flag()),
                Map.entry("resolution", new OneOf(resolutions)),
                Map.entry("aspect_ratio", new OneOf("16:9", "4:3", "1:1", "3:4", "9:16", "21:9", "adaptive")),
                Map.entry("duration", new Whole(4, 15)), Map.entry("web_search", new Flag()),
                Map.entry("nsfw_checker", new Flag())), PROMPT)
                .and(MarketClips::framesOrReferences);
        return clip(name, rules, 100);
    }

    private static Optional<String> framesOrReferences(ObjectNode input) {
        var frames = input.has("first_frame_url") || input.has("last_frame_url");
        var references = Stream.of("reference_image_urls", "reference_video_urls", "reference_audio_urls")
                .anyMatch(it -> !input.path(it).isEmpty());
        if (frames && references) {
            return Optional.of("first_frame_url and references cannot be used together");
        }
        return input.has("last_frame_url") && !input.has("first_frame_url")
                ? Optional.of("first_frame_url is required with last_frame_url")
                : Optional.empty();
    }

    private static KieModel clip(String name, FieldRules rules, int credits) {
        return new KieModel(name, rules, PROMPT, input -> new Product.Clips(1), input -> BigDecimal.valueOf(credits));
    }

    private static Set<String> seconds(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(String::valueOf).collect(Collectors.toUnmodifiableSet());
    }
}
