package dev.atelier.simulator.google;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import tools.jackson.databind.JsonNode;

import dev.atelier.simulator.shapes.Flaw;
import dev.atelier.simulator.shapes.Shape;
import dev.atelier.simulator.shapes.Shape.Bytes;
import dev.atelier.simulator.shapes.Shape.Decimal;
import dev.atelier.simulator.shapes.Shape.Either;
import dev.atelier.simulator.shapes.Shape.Fields;
import dev.atelier.simulator.shapes.Shape.Flag;
import dev.atelier.simulator.shapes.Shape.Items;
import dev.atelier.simulator.shapes.Shape.Labels;
import dev.atelier.simulator.shapes.Shape.Matching;
import dev.atelier.simulator.shapes.Shape.OneOf;
import dev.atelier.simulator.shapes.Shape.OneOfWhole;
import dev.atelier.simulator.shapes.Shape.Tagged;
import dev.atelier.simulator.shapes.Shape.Text;
import dev.atelier.simulator.shapes.Shape.Whole;

import static java.util.Map.entry;

/** The bodies that Google's published contract allows, as far as models that are stood in for take them. */
final class GoogleShapes {

    private static final int LONGEST_PROMPT = 1_000_000;
    private static final Set<String> RATIOS = Set.of("1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9",
            "21:9");
    private static final Set<String> MORE_RATIOS = Set.of("1:1", "1:4", "1:8", "2:3", "3:2", "3:4", "4:1", "4:3", "4:5",
            "5:4", "8:1", "9:16", "16:9", "21:9");
    private static final Shape WORDS = new Text(1, LONGEST_PROMPT);
    private static final Shape IMAGE_TYPE = OneOf.of("image/png", "image/jpeg", "image/webp", "image/heic",
            "image/heif");
    private static final Shape URLS = new Items(new Matching("https?://.+"), 1, 10);
    private static final Shape VOICE = OneOf.of("Achernar", "Achird", "Algenib", "Algieba", "Alnilam", "Aoede",
            "Autonoe", "Callirrhoe", "Charon", "Despina", "Enceladus", "Erinome", "Fenrir", "Gacrux", "Iapetus", "Kore",
            "Laomedeia", "Leda", "Orus", "Pulcherrima", "Puck", "Rasalgethi", "Sadachbia", "Sadaltager", "Schedar",
            "Sulafat", "Umbriel", "Vindemiatrix", "Zephyr", "Zubenelgenubi");

    private static final Shape PART = new Either(List.of(
            new Fields(Map.of("inlineData", new Fields(Map.of("mimeType", IMAGE_TYPE, "data", new Bytes()),
                    Set.of("mimeType", "data"))), Set.of("inlineData")),
            new Fields(Map.of("fileData", new Fields(Map.of("mimeType", IMAGE_TYPE, "fileUri", WORDS),
                    Set.of("fileUri"))), Set.of("fileData")),
            new Fields(Map.of("text", WORDS), Set.of("text"))));

    private static final Shape INPUT = new Either(List.of(WORDS,
            new Items(new Tagged("type", Map.of(
                    "text", fields(Map.of("type", OneOf.of("text"), "text", WORDS)),
                    "image", new Fields(Map.of("type", OneOf.of("image"), "mime_type", IMAGE_TYPE, "data", new Bytes(),
                            "uri", new Matching("https?://.+")), Set.of("type")))),
                    1, 20)));

    private static final Shape WEBHOOK = new Fields(Map.of("uris", URLS, "user_metadata", new Labels()),
            Set.of("uris"));

    private GoogleShapes() {}

    /** Of {@code generateContent}. */
    static Optional<Flaw> content(GoogleModel model, JsonNode body) {
        var config = switch (model.kind()) {
            case PICTURES -> new Fields(Map.of("responseModalities", modalities("TEXT", "IMAGE"), "imageConfig",
                    new Fields(Map.of("aspectRatio", new OneOf(model == GoogleModel.FLASH_IMAGE ? MORE_RATIOS : RATIOS),
                            "imageSize", model == GoogleModel.FLASH_IMAGE
                                    ? OneOf.of("512", "1K", "2K", "4K")
                                    : OneOf.of("1K", "2K", "4K")),
                            Set.of()),
                    "seed", new Whole(Integer.MIN_VALUE, Integer.MAX_VALUE), "candidateCount", new Whole(1, 1)),
                    Set.of());
            case SPEECH -> fields(Map.of("responseModalities", modalities("AUDIO"), "speechConfig",
                    fields(Map.of("voiceConfig",
                            fields(Map.of("prebuiltVoiceConfig", fields(Map.of("voiceName", VOICE))))))));
            case WORDS -> new Fields(Map.of("responseModalities", modalities("TEXT"), "maxOutputTokens",
                    new Whole(1, 65_536), "seed", new Whole(Integer.MIN_VALUE, Integer.MAX_VALUE), "temperature",
                    new Decimal(0, 2), "topP", new Decimal(0, 1), "candidateCount", new Whole(1, 8)), Set.of());
            case FILMS_OF_INTERACTIONS, MUSIC, FILMS_OF_OPERATIONS ->
                throw GoogleError.notFound("models/" + model.id() + " for generateContent");
        };
        var parts = new Items(PART, 1, 20);
        return new Fields(Map.of("contents",
                new Items(new Fields(Map.of("role", OneOf.of("user", "model"), "parts", parts), Set.of("parts")), 1,
                        100),
                "generationConfig", config, "systemInstruction",
                new Fields(Map.of("role", OneOf.of("user", "system"), "parts", parts), Set.of("parts")),
                "safetySettings",
                new Items(fields(Map.of("category", new Matching("HARM_CATEGORY_[A-Z_]+"), "threshold",
                        OneOf.of("OFF", "BLOCK_NONE", "BLOCK_ONLY_HIGH", "BLOCK_MEDIUM_AND_ABOVE",
                                "BLOCK_LOW_AND_ABOVE"))),
                        0, 10)),
                model.kind() == GoogleModel.Kind.WORDS ? Set.of("contents") : Set.of("contents", "generationConfig"))
                .flawOf(body);
    }

    /** Of {@code interactions}. */
    static Optional<Flaw> interaction(GoogleModel model, JsonNode body) {
        var all = new HashMap<String, Shape>(Map.ofEntries(entry("model", OneOf.of(model.id())),
                entry("input", INPUT), entry("background", new Flag()), entry("store", new Flag()),
                entry("system_instruction", WORDS), entry("labels", new Labels()),
                entry("service_tier", OneOf.of("flex", "standard", "priority", "deferred")),
                entry("webhook_config", WEBHOOK)));
        switch (model.kind()) {
            case FILMS_OF_INTERACTIONS -> {
                all.put("response_format", new Fields(Map.of("type", OneOf.of("video"), "aspect_ratio",
                        OneOf.of("16:9", "9:16"), "duration", new Matching("([3-9]|10)s"), "resolution",
                        OneOf.of("360p", "720p", "1080p", "4k"), "delivery", OneOf.of("inline", "uri")),
                        Set.of("type")));
                all.put("generation_config",
                        new Fields(Map.of("seed", new Whole(Integer.MIN_VALUE, Integer.MAX_VALUE), "video_config",
                                fields(Map.of("task", OneOf.of("text_to_video", "image_to_video", "reference_to_video",
                                        "edit", "extend", "upscale")))),
                                Set.of()));
            }
            // It refuses every format, its own among them.
            case MUSIC -> all.put("response_format", fields(Map.of("type", OneOf.of("audio"))));
            case PICTURES, SPEECH, WORDS, FILMS_OF_OPERATIONS ->
                throw GoogleError.notFound("models/" + model.id() + " for interactions");
        }
        return new Fields(all, Set.of("model", "input")).flawOf(body);
    }

    /** Of {@code predictLongRunning}. */
    static Optional<Flaw> operation(GoogleModel model, JsonNode body) {
        if (model.kind() != GoogleModel.Kind.FILMS_OF_OPERATIONS) {
            throw GoogleError.notFound("models/" + model.id() + " for predictLongRunning");
        }
        var image = fields(Map.of("bytesBase64Encoded", new Bytes(), "mimeType", OneOf.of("image/png", "image/jpeg")));
        var instance = new Fields(Map.of("prompt", WORDS, "image", image, "lastFrame", image, "referenceImages",
                new Items(fields(Map.of("image", image, "referenceType", OneOf.of("asset", "style"))), 1, 3)),
                Set.of("prompt"));
        var parameters = new Fields(Map.of("aspectRatio", OneOf.of("16:9", "9:16"), "resolution",
                OneOf.of("720p", "1080p", "4k"), "durationSeconds", new OneOfWhole(Set.of(4L, 6L, 8L)), "sampleCount",
                new Whole(1, 4),
                "personGeneration", OneOf.of("allow_all", "allow_adult", "dont_allow"), "negativePrompt", WORDS, "seed",
                new Whole(0, 4_294_967_295L)), Set.of());
        return new Fields(Map.of("instances", new Items(instance, 1, 1), "parameters", parameters, "webhookConfig",
                new Fields(Map.of("uris", URLS, "userMetadata", new Labels()), Set.of("uris"))), Set.of("instances"))
                .flawOf(body);
    }

    private static Shape modalities(String... allowed) {
        return new Items(OneOf.of(allowed), 1, allowed.length);
    }

    /** All of them are required. */
    private static Fields fields(Map<String, Shape> all) {
        return new Fields(all, all.keySet());
    }
}
