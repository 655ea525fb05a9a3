package dev.atelier.simulator.runway;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.atelier.simulator.runway.InputRule.Decimal;
import dev.atelier.simulator.runway.InputRule.Flag;
import dev.atelier.simulator.runway.InputRule.ImageUri;
import dev.atelier.simulator.runway.InputRule.ListOf;
import dev.atelier.simulator.runway.InputRule.OneOf;
import dev.atelier.simulator.runway.InputRule.Shape;
import dev.atelier.simulator.runway.InputRule.Text;
import dev.atelier.simulator.runway.InputRule.TextOr;
import dev.atelier.simulator.runway.InputRule.Whole;
import dev.atelier.simulator.runway.InputRule.WholeOf;

import static java.util.Map.entry;

/** The models that are stood in for, at each endpoint that takes them. */
final class RunwayModels {

    private static final InputRule SEED = new Whole(0, 4_294_967_295L);
    private static final InputRule MODERATION = new Shape(Map.of("publicFigureThreshold", new OneOf("auto", "low")),
            Set.of());
    private static final InputRule GEN4 = sizes("""
            1024:1024 1080:1080 1168:880 1360:768 1440:1080 1080:1440 1808:768 1920:1080
            1080:1920 2112:912 1280:720 720:1280 720:720 960:720 720:960 1680:720""");
    private static final String GEMINI_1K = """
            1344:768 768:1344 1024:1024 1184:864 864:1184 1536:672 832:1248 1248:832 896:1152 1152:896
            """;
    private static final InputRule GEMINI = sizes(GEMINI_1K + """
            2048:2048 1696:2528 2528:1696 1792:2400 2400:1792 1856:2304 2304:1856 1536:2752 2752:1536 3168:1344
            4096:4096 3392:5056 5056:3392 3584:4800 4800:3584 3712:4608 4608:3712 3072:5504 5504:3072 6336:2688""");
    private static final InputRule GPT = sizes("""
            2048:880 1920:1088 1920:1280 1920:1440 1920:1536 1920:1920 1536:1920 1440:1920 1280:1920 1088:1920
            2912:1248 2560:1440 2560:1712 2560:1920 2560:2048 2560:2560 2048:2560 1920:2560 1712:2560 1440:2560
            3840:1648 3840:2160 3504:2336 3264:2448 3200:2560 2880:2880 2560:3200 2448:3264 2336:3504 2160:3840
            auto""");
    private static final InputRule GEN4_CLIPS = sizes("1280:720 720:1280 1104:832 960:960 832:1104 1584:672");
    private static final InputRule WIDE_OR_TALL = sizes("1280:720 720:1280");
    private static final InputRule VEO = sizes("1280:720 720:1280 1080:1920 1920:1080");
    private static final String SEEDANCE_SMALL = """
            992:432 864:496 752:560 640:640 560:752 496:864 1470:630 1280:720 1112:834 960:960 834:1112 720:1280
            """;
    private static final InputRule SEEDANCE = sizes(SEEDANCE_SMALL + """
            2206:946 1920:1080 1664:1248 1440:1440 1248:1664 1080:1920
            3840:1646 3840:2160 3840:2880 3840:3840 2880:3840 2160:3840""");
    private static final InputRule HAPPY_HORSE = sizes("""
            1280:720 720:1280 960:960 1108:832 832:1108 1920:1080 1080:1920 1440:1440 1662:1248 1248:1662""");
    private static final InputRule VOICE = new Shape(Map.of("type", new OneOf("runway-preset"), "presetId",
            new OneOf(
                    ("Maya Arjun Serene Bernard Billy Mark Clint Mabel Chad Leslie Eleanor Elias Elliot Grungle Brodie "
                            + "Sandra Kirk Kylie Lara Lisa Malachi Marlene Martin Miriam Monster Paula Pip Rusty Ragnar Xylar "
                            + "Maggie Jack Katie Noah James Rina Ella Mariah Frank Claudia Niki Vincent Kendrick Myrna Tom Wanda "
                            + "Benjamin Kiana Rachel").split(" "))),
            Set.of("type", "presetId"));

    private static final List<RunwayModel> MODELS = Stream.of(pictures(), clips(), sounds())
            .flatMap(List::stream)
            .toList();

    private RunwayModels() {}

    static Optional<RunwayModel> at(String endpoint, String name) {
        return MODELS.stream().filter(it -> it.endpoint().equals(endpoint) && it.name().equals(name)).findFirst();
    }

    /** Whether there is such an endpoint. */
    static boolean has(String endpoint) {
        return MODELS.stream().anyMatch(it -> it.endpoint().equals(endpoint));
    }

    private static List<RunwayModel> pictures() {
        var at = "text_to_image";
        return List.of(
                model(at, "gen4_image", 8, Set.of("ratio"),
                        Map.of("promptText", new Text(1, 1000), "ratio", GEN4, "referenceImages", references(0, 3),
                                "seed",
                                SEED, "contentModeration", MODERATION)),
                model(at, "gen4_image_turbo", 2, Set.of("ratio", "referenceImages"),
                        Map.of("promptText", new Text(1, 1000), "ratio", GEN4, "referenceImages", references(1, 3),
                                "seed",
                                SEED, "contentModeration", MODERATION)),
                model(at, "gpt_image_2", 20, Set.of("ratio"),
                        Map.of("promptText", new Text(1, 32_000), "ratio", GPT, "referenceImages", references(0, 16),
                                "quality", new OneOf("low", "medium", "high", "auto"), "background",
                                new OneOf("opaque", "auto"), "outputCount", new Whole(1, 10))),
                model(at, "gemini_image3_pro", 20, Set.of("ratio"), gemini(GEMINI)),
                model(at, "gemini_image3.1_flash", 7, Set.of("ratio"), gemini(GEMINI)),
                model(at, "gemini_2.5_flash", 5, Set.of("ratio"),
                        Map.of("promptText", new Text(1, 5500), "ratio", sizes(GEMINI_1K), "referenceImages",
                                references(0, 3))),
                model(at, "seedream5_pro", 5, Set.of("ratio"),
                        Map.of("promptText", new Text(1, 4000), "ratio", new OneOf("auto_1k", "auto_2k"),
                                "referenceImages", references(0, 10), "outputFormat", new OneOf("png", "jpeg"),
                                "outputCount", new Whole(1, 4), "grounding", new Flag())));
    }

    private static Map<String, InputRule> gemini(InputRule ratio) {
        return Map.of("promptText", new Text(1, 5500), "ratio", ratio, "referenceImages", references(0, 14),
                "outputCount", new WholeOf(Set.of(1, 4)));
    }

    private static List<RunwayModel> clips() {
        var fromText = "text_to_video";
        var fromImage = "image_to_video";
        return List.of(
                model(fromText, "gen4.5", 60, Set.of("ratio", "duration"), gen45(Map.of("ratio", WIDE_OR_TALL))),
                model(fromImage, "gen4.5", 60, Set.of("ratio", "duration", "promptImage"),
                        gen45(Map.of("ratio", GEN4_CLIPS, "promptImage", frames("first")))),
                optionalPrompt("gen4_turbo", 25, Set.of("ratio", "promptImage"),
                        Map.of("promptText", new Text(1, 1000), "ratio", GEN4_CLIPS, "promptImage", frames("first"),
                                "duration", new Whole(2, 10), "seed", SEED, "contentModeration", MODERATION)),
                model(fromText, "veo3.1", 320, Set.of("ratio"), veo(Map.of("negativePrompt", new Text(1, 1000)))),
                model(fromText, "veo3.1_fast", 120, Set.of("ratio"), veo(Map.of("negativePrompt", new Text(1, 1000)))),
                optionalPrompt("veo3.1", 320, Set.of("ratio", "promptImage"),
                        veo(Map.of("promptImage", frames("first", "last")))),
                optionalPrompt("veo3.1_fast", 120, Set.of("ratio", "promptImage"),
                        veo(Map.of("promptImage", frames("first", "last")))),
                model(fromText, "seedance2", 180, Set.of(), seedance(SEEDANCE)),
                model(fromText, "seedance2_fast", 90, Set.of(), seedance(sizes(SEEDANCE_SMALL))),
                model(fromText, "hailuo3", 100, Set.of(),
                        Map.of("promptText", new Text(1, 6000), "ratio",
                                new OneOf("21:9", "16:9", "4:3", "1:1", "3:4", "9:16"), "resolution",
                                new OneOf("768P", "2K"), "duration", new Whole(5, 15))),
                model(fromText, "happyhorse_1_0", 75, Set.of(),
                        Map.of("promptText", new Text(2, 2500), "ratio", HAPPY_HORSE, "duration", new Whole(3, 15))),
                optionalPrompt("happyhorse_1_0", 75, Set.of("promptImage"),
                        Map.of("promptText", new Text(2, 2500), "promptImage", frames("first"), "resolution",
                                new OneOf("720P", "1080P"), "duration", new Whole(3, 15))),
                model(fromText, "gemini_omni_flash", 50, Set.of(),
                        Map.of("promptText", new Text(1, 4000), "ratio", WIDE_OR_TALL, "duration", new Whole(3, 10))));
    }

    private static Map<String, InputRule> gen45(Map<String, InputRule> own) {
        return with(own, Map.of("promptText", new Text(1, 1000), "duration", new Whole(2, 10), "seed", SEED,
                "contentModeration", MODERATION, "outputFormat", new OneOf("mp4", "prores", "png_sequence"),
                "proresProfile", new Text(1, 100)));
    }

    private static Map<String, InputRule> veo(Map<String, InputRule> own) {
        return with(own, Map.of("promptText", new Text(1, 1000), "ratio", VEO, "duration",
                new WholeOf(Set.of(4, 6, 8)), "audio", new Flag()));
    }

    private static Map<String, InputRule> seedance(InputRule ratio) {
        return Map.of("promptText", new Text(1, 3500), "ratio", ratio, "duration", new Whole(4, 15), "audio",
                new Flag());
    }

    private static List<RunwayModel> sounds() {
        return List.of(
                model("text_to_speech", "eleven_multilingual_v2", 5, Set.of("voice"),
                        Map.of("promptText", new Text(1, 1000), "voice", VOICE)),
                model("text_to_speech", "eleven_v3", 10, Set.of("voice"),
                        Map.ofEntries(entry("promptText", new Text(1, 5000)), entry("voice", VOICE),
                                entry("stability", new Decimal(0, 1)), entry("similarityBoost", new Decimal(0, 1)),
                                entry("style", new Decimal(0, 1)), entry("speed", new Decimal(0.7, 1.2)),
                                entry("languageCode", new Text(2, 2)), entry("seed", SEED))),
                model("sound_effect", "eleven_text_to_sound_v2", 5, Set.of(),
                        Map.of("promptText", new Text(1, 3000), "duration", new Decimal(0.5, 30), "loop", new Flag())));
    }

    private static RunwayModel model(String endpoint, String name, int credits, Set<String> required,
            Map<String, InputRule> fields) {
        var all = new HashSet<>(required);
        all.add("promptText");
        return closed(endpoint, name, credits, all, fields);
    }

    /** What moves a picture needs no words. */
    private static RunwayModel optionalPrompt(String name, int credits, Set<String> required,
            Map<String, InputRule> fields) {
        return closed("image_to_video", name, credits, required, fields);
    }

    private static RunwayModel closed(String endpoint, String name, int credits, Set<String> required,
            Map<String, InputRule> fields) {
        return new RunwayModel(endpoint, name, new Shape(with(fields, Map.of("model", new OneOf(name))), required),
                BigDecimal.valueOf(credits));
    }

    private static InputRule references(int min, int max) {
        return new ListOf(new Shape(Map.of("uri", new ImageUri(), "tag", new Text(3, 16)), Set.of("uri")), min, max);
    }

    private static InputRule frames(String... positions) {
        return new TextOr(new ImageUri(), new ListOf(new Shape(Map.of("uri", new ImageUri(), "position",
                new OneOf(positions)), Set.of("uri", "position")), 1, positions.length));
    }

    private static InputRule sizes(String all) {
        return new OneOf(all.strip().split("\\s+"));
    }

    private static Map<String, InputRule> with(Map<String, InputRule> some, Map<String, InputRule> others) {
        var all = new HashMap<>(some);
        all.putAll(others);
        return Map.copyOf(all);
    }
}
