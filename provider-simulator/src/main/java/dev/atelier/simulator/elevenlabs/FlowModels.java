package dev.atelier.simulator.elevenlabs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static dev.atelier.simulator.elevenlabs.BodyRule.number;
import static dev.atelier.simulator.elevenlabs.BodyRule.oneOf;
import static dev.atelier.simulator.elevenlabs.BodyRule.text;
import static dev.atelier.simulator.elevenlabs.BodyRule.whole;
import static dev.atelier.simulator.elevenlabs.BodyRule.wholeOf;
import static dev.atelier.simulator.elevenlabs.BodyRule.with;

/** The closed schema that each model of the Flows has. */
final class FlowModels {

    /** None is published; longer ones are refused all the same. */
    private static final int LONGEST_PROMPT = 20_000;
    private static final List<String> GEMINI = List.of("auto", "1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16",
            "16:9", "21:9");

    private static final Map<String, BodyRule> IMAGES = images();
    private static final Map<String, BodyRule> VIDEOS = videos();

    private FlowModels() {}

    /** @param kind {@code image} or {@code video} */
    static Optional<BodyRule> find(String kind, String model) {
        return Optional.ofNullable((kind.equals("image") ? IMAGES : VIDEOS).get(model));
    }

    static Set<String> names(String kind) {
        return (kind.equals("image") ? IMAGES : VIDEOS).keySet();
    }

    private static Map<String, BodyRule> images() {
        var models = new LinkedHashMap<String, BodyRule>();
        add(models, "gpt-image-2", "aspect_ratio",
                oneOf("auto", "1:1", "4:5", "5:4", "3:4", "4:3", "2:3", "3:2", "1:2", "2:1", "9:16", "16:9", "21:9",
                        "1:3", "3:1"),
                "resolution", oneOf("1K", "2K", "4K"), "quality", oneOf("low", "medium", "high"), "images",
                new BodyRule.References(10), "mask", new BodyRule.Reference());
        add(models, "gemini-3-pro-image", "aspect_ratio", new BodyRule.Choice(GEMINI), "resolution",
                oneOf("1K", "2K", "4K"), "images", new BodyRule.References(10));
        add(models, "gemini-3.1-flash-image", "aspect_ratio",
                oneOf("auto", "1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9", "1:4", "4:1",
                        "1:8", "8:1"),
                "resolution", oneOf("512", "1K", "2K", "4K"), "images", new BodyRule.References(14));
        add(models, "gemini-3.1-flash-lite-image", "aspect_ratio", new BodyRule.Choice(GEMINI), "resolution",
                oneOf("1K"), "images", new BodyRule.References(14));
        add(models, "bytedance-seedream-5-lite", "aspect_ratio", oneOf("auto", "1:1", "3:4", "16:9", "4:3", "9:16"),
                "seed", seed(), "resolution", oneOf("2K", "3K"), "images", new BodyRule.References(10));
        add(models, "bytedance-seedream-5-pro", "aspect_ratio", oneOf("auto", "1:1", "3:4", "16:9", "4:3", "9:16"),
                "seed", seed(), "resolution", oneOf("1K", "2K"), "images", new BodyRule.References(10));
        return models;
    }

    private static Map<String, BodyRule> videos() {
        var models = new LinkedHashMap<String, BodyRule>();
        for (var veo : List.of("veo-3.1-generate-001", "veo-3.1-fast-generate-001")) {
            add(models, veo, "duration_secs", wholeOf(4L, 6L, 8L), "aspect_ratio", oneOf("16:9", "9:16"), "resolution",
                    oneOf("720p", "1080p", "4K"), "generate_audio", new BodyRule.Flag(), "enhance_prompt",
                    new BodyRule.Flag(), "negative_prompt", text(LONGEST_PROMPT), "seed", seed(), "start_frame",
                    new BodyRule.Reference(), "end_frame", new BodyRule.Reference());
        }
        seedance(models, "bytedance-seedance-v2", 15, "480p", "720p", "1080p", "4k");
        seedance(models, "bytedance-seedance-v2-fast", 15, "480p", "720p");
        seedance(models, "bytedance-seedance-v2-mini", 15, "480p", "720p");
        seedance(models, "bytedance-seedance-v2.5", 30, "480p", "720p", "1080p");
        return models;
    }

    private static void seedance(Map<String, BodyRule> models, String name, int longest, String... resolutions) {
        add(models, name, "duration_secs", whole(4, longest), "aspect_ratio",
                oneOf("auto", "21:9", "16:9", "4:3", "1:1", "3:4", "9:16"), "resolution", oneOf(resolutions), "seed",
                seed(), "start_frame", new BodyRule.Reference(), "end_frame", new BodyRule.Reference(), "images",
                new BodyRule.References(9));
    }

    private static void add(Map<String, BodyRule> models, String name, Object... rules) {
        var common = Map.of("model_id", oneOf(name), "prompt", text(LONGEST_PROMPT), "webhook", new BodyRule.Webhook());
        models.put(name, new BodyRule.Fields(with(common, rules), Set.of("model_id", "prompt")));
    }

    private static BodyRule seed() {
        return whole(0, 2_147_483_647L);
    }

    /** Of the voices of {@code /v1/text-to-speech}. */
    static BodyRule voiceSettings() {
        return new BodyRule.Fields(Map.of("stability", number("0", "1"), "similarity_boost", number("0", "1"), "style",
                number("0", "1"), "use_speaker_boost", new BodyRule.Flag(), "speed", number("0.7", "1.2")), Set.of());
    }
}
