package dev.atelier.simulator.replicate;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.inputs.InputRule.Decimal;
import dev.atelier.simulator.inputs.InputRule.File;
import dev.atelier.simulator.inputs.InputRule.Files;
import dev.atelier.simulator.inputs.InputRule.Flag;
import dev.atelier.simulator.inputs.InputRule.OneOf;
import dev.atelier.simulator.inputs.InputRule.OneOfWhole;
import dev.atelier.simulator.inputs.InputRule.Text;
import dev.atelier.simulator.inputs.InputRule.Whole;
import dev.atelier.simulator.inputs.Inputs;
import dev.atelier.simulator.pictures.PictureFormat;
import dev.atelier.simulator.pictures.PictureSize;
import dev.atelier.simulator.products.Product;
import dev.atelier.simulator.products.Product.SoundFormat;

import static dev.atelier.simulator.inputs.Inputs.optional;
import static dev.atelier.simulator.inputs.Inputs.required;

/** The official models that are stood in for. */
final class ReplicateModels {

    private static final int LONG_SIDE = 1024;

    private static final Inputs ANY = Inputs.of(required("prompt", new Text(10_000)),
            optional("seed", new Whole(0, Integer.MAX_VALUE)));
    private static final Inputs FLUX = ANY.and(format("webp", "jpg", "png"),
            optional("output_quality", new Whole(0, 100)));
    private static final Inputs FLUX_OPEN = FLUX.and(optional("num_outputs", new Whole(1, 4)),
            optional("disable_safety_checker", new Flag()), optional("go_fast", new Flag()));
    private static final Inputs SPEECH = Inputs.of(required("text", new Text(5000)),
            optional("voice_id", new Text(100)), optional("speed", new Decimal(0.5, 2)),
            optional("pitch", new Whole(-12, 12)), optional("volume", new Decimal(0, 10)),
            optional("english_normalization", new Flag()));

    private static final Map<String, ReplicateModel> MODELS = Stream.of(
            pictures("black-forest-labs/flux-schnell", true,
                    FLUX_OPEN.and(
                            ratio("1:1", "16:9", "21:9", "3:2", "2:3", "4:5", "5:4", "3:4", "4:3", "9:16", "9:21"),
                            optional("num_inference_steps", new Whole(1, 4)),
                            optional("megapixels", new OneOf(Set.of("1", "0.25"))))),
            pictures("black-forest-labs/flux-dev", true,
                    FLUX_OPEN.and(ratio("1:1", "16:9", "21:9", "2:3", "3:2", "4:5", "5:4", "9:16", "9:21"),
                            optional("num_inference_steps", new Whole(1, 50)),
                            optional("guidance", new Decimal(0, 10)), optional("image", new File()),
                            optional("prompt_strength", new Decimal(0, 1)))),
            pictures("black-forest-labs/flux-1.1-pro", false,
                    FLUX.and(ratio("1:1", "16:9", "3:2", "2:3", "4:5", "5:4", "9:16", "3:4", "4:3", "custom"),
                            optional("safety_tolerance", new Whole(1, 6)), optional("prompt_upsampling", new Flag()),
                            optional("image_prompt", new File()))),
            pictures("black-forest-labs/flux-kontext-pro", false,
                    ANY.and(required("input_image", new File()), format("jpg", "png"),
                            ratio("match_input_image", "1:1", "16:9", "3:2", "2:3", "4:5", "5:4", "9:16", "3:4",
                                    "4:3"),
                            optional("safety_tolerance", new Whole(0, 2)),
                            optional("prompt_upsampling", new Flag()))),
            pictures("black-forest-labs/flux-2-flex", false,
                    FLUX.and(optional("input_images", new Files(0, 10)),
                            ratio("match_input_image", "1:1", "16:9", "3:2", "2:3", "4:5", "5:4", "9:16", "3:4",
                                    "4:3"),
                            optional("resolution",
                                    new OneOf(Set.of("match_input_image", "0.5 MP", "1 MP", "2 MP", "4 MP"))),
                            optional("safety_tolerance", new Whole(1, 5)),
                            optional("prompt_upsampling", new Flag()))),
            clips("google/veo-3-fast",
                    ANY.and(ratio("16:9", "9:16"), optional("duration", new OneOfWhole(Set.of(4L, 6L, 8L))),
                            optional("resolution", new OneOf(Set.of("720p", "1080p"))),
                            optional("generate_audio", new Flag()), optional("negative_prompt", new Text(10_000)),
                            optional("image", new File()))),
            clips("bytedance/seedance-1-pro",
                    ANY.and(ratio("16:9", "4:3", "1:1", "3:4", "9:16", "21:9"),
                            optional("duration", new Whole(2, 12)),
                            optional("resolution", new OneOf(Set.of("480p", "720p", "1080p"))),
                            optional("camera_fixed", new Flag()), optional("image", new File()),
                            optional("last_frame_image", new File()))),
            clips("minimax/video-01",
                    Inputs.of(required("prompt", new Text(2000)), optional("prompt_optimizer", new Flag()),
                            optional("first_frame_image", new File()))),
            sounds("minimax/speech-02-hd", SPEECH),
            sounds("minimax/speech-02-turbo", SPEECH),
            sounds("minimax/music-1.5",
                    Inputs.of(required("prompt", new Text(300)), required("lyrics", new Text(600)))),
            new ReplicateModel("meta/meta-llama-3-70b-instruct",
                    Inputs.of(required("prompt", new Text(20_000)), optional("max_tokens", new Whole(1, 4096)),
                            optional("temperature", new Decimal(0, 2)), optional("top_p", new Decimal(0, 1))),
                    true, input -> new Product.Words("You asked: " + input.path("prompt").asString(""))))
            .collect(Collectors.toUnmodifiableMap(ReplicateModel::name, Function.identity()));

    private ReplicateModels() {}

    static Optional<ReplicateModel> named(String name) {
        return Optional.ofNullable(MODELS.get(name));
    }

    private static ReplicateModel pictures(String name, boolean listed, Inputs inputs) {
        return new ReplicateModel(name, inputs, listed, input -> new Product.Pictures(
                size(input.path("aspect_ratio").asString("1:1")), format(input), input.path("num_outputs").asInt(1)));
    }

    private static PictureSize size(String ratio) {
        return PictureSize.of(ratio.contains(":") ? ratio : "auto", LONG_SIDE);
    }

    /** Nothing here draws WebP. */
    private static PictureFormat format(ObjectNode input) {
        return input.path("output_format").asString("").equals("png") ? PictureFormat.PNG : PictureFormat.JPEG;
    }

    private static ReplicateModel clips(String name, Inputs inputs) {
        return new ReplicateModel(name, inputs, false, _ -> new Product.Clips(1));
    }

    private static ReplicateModel sounds(String name, Inputs inputs) {
        return new ReplicateModel(name, inputs, false, _ -> new Product.Sounds(SoundFormat.MP3, 1));
    }

    private static Inputs.Field ratio(String... ratios) {
        return optional("aspect_ratio", new OneOf(Set.of(ratios)));
    }

    private static Inputs.Field format(String... formats) {
        return optional("output_format", new OneOf(Set.of(formats)));
    }
}
