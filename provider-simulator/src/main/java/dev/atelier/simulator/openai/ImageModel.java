package dev.atelier.simulator.openai;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.openai.Parameter.OneOf;
import dev.atelier.simulator.openai.Parameter.Size;
import dev.atelier.simulator.openai.Parameter.Text;
import dev.atelier.simulator.openai.Parameter.Whole;
import dev.atelier.simulator.pictures.PictureFormat;
import dev.atelier.simulator.pictures.PictureSize;

/**
 * A model that makes pictures. Those that have been shut down are not here.
 *
 * @param transparent
 *            whether it can leave the background out
 */
record ImageModel(String name, Set<String> qualities, boolean transparent) {

    private static final Set<String> QUALITIES = Set.of("auto", "low", "medium", "high");
    private static final Set<String> MORE_QUALITIES = Set.of("auto", "low", "medium", "high", "xhigh", "max");
    private static final Map<String, ImageModel> MODELS = Stream.of(new ImageModel("gpt-image-2", QUALITIES, false),
            new ImageModel("gpt-image-2-2026-04-21", QUALITIES, false),
            new ImageModel("gpt-image-2.5-sunburst", MORE_QUALITIES, true),
            new ImageModel("gpt-image-2.5-flare", MORE_QUALITIES, true),
            new ImageModel("gpt-image-2.6-sunburst", QUALITIES, true),
            new ImageModel("gpt-image-2.6-flare", QUALITIES, true))
            .collect(Collectors.toUnmodifiableMap(ImageModel::name, Function.identity()));

    static ImageModel of(ObjectNode body) {
        var name = OpenAiBodies.model(body);
        var model = MODELS.get(name);
        if (model == null) {
            throw OpenAiError.noSuchModel(name);
        }
        return model;
    }

    static Set<String> names() {
        return new TreeSet<>(MODELS.keySet());
    }

    /** What {@code /images/generations} takes. {@code response_format} and {@code style} went with the DALL-E models. */
    Map<String, Parameter> parameters() {
        var all = new HashMap<String, Parameter>();
        all.put("model", new OneOf(Set.of(name)));
        all.put("prompt", new Text(1, 32_000));
        all.put("n", new Whole(1, 10));
        all.put("size", new Size());
        all.put("quality", new OneOf(qualities));
        all.put("background", new OneOf(transparent
                ? Set.of("auto", "opaque", "transparent")
                : Set.of("auto", "opaque")));
        all.put("output_format", new OneOf(Set.of("png", "jpeg", "webp")));
        all.put("output_compression", new Whole(0, 100));
        all.put("moderation", new OneOf(Set.of("auto", "low")));
        all.put("safety_identifier", new Text(0, 128));
        all.put("user", new Text(0, 1000));
        return all;
    }

    void check(ObjectNode body) {
        Parameter.require(body, "prompt");
        Parameter.check(body, parameters());
        var format = body.path("output_format").asString("png");
        if (body.has("output_compression") && format.equals("png")) {
            throw OpenAiError.invalid("output_compression", "invalid_value",
                    "Compression is for jpeg and webp only, output_format is png.");
        }
        if (body.path("background").asString("auto").equals("transparent") && format.equals("jpeg")) {
            throw OpenAiError.invalid("background", "invalid_value",
                    "Transparent background is not supported for jpeg output format.");
        }
    }

    static PictureSize size(ObjectNode body) {
        var size = body.path("size").asString("auto");
        if (size.equals("auto")) {
            return new PictureSize(1024, 1024);
        }
        var sides = size.split("x", 2);
        return new PictureSize(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
    }

    /** Nothing here writes WebP: it is a PNG then. */
    static PictureFormat format(ObjectNode body) {
        return body.path("output_format").asString("png").equals("jpeg") ? PictureFormat.JPEG : PictureFormat.PNG;
    }
}
