package dev.atelier.simulator.fal;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.inputs.InputRule.Decimal;
import dev.atelier.simulator.inputs.InputRule.File;
import dev.atelier.simulator.inputs.InputRule.Files;
import dev.atelier.simulator.inputs.InputRule.Flag;
import dev.atelier.simulator.inputs.InputRule.Nested;
import dev.atelier.simulator.inputs.InputRule.OneOf;
import dev.atelier.simulator.inputs.InputRule.Text;
import dev.atelier.simulator.inputs.InputRule.Whole;
import dev.atelier.simulator.inputs.Inputs;
import dev.atelier.simulator.pictures.PictureFormat;
import dev.atelier.simulator.pictures.PictureSize;
import dev.atelier.simulator.products.Product;
import dev.atelier.simulator.products.Product.SoundFormat;

import static dev.atelier.simulator.inputs.Inputs.optional;
import static dev.atelier.simulator.inputs.Inputs.required;

/** The models that are stood in for. */
final class FalModels {

    private static final Map<String, PictureSize> SIZES = Map.of("square_hd", new PictureSize(1024, 1024), "square",
            new PictureSize(512, 512), "portrait_4_3", new PictureSize(768, 1024), "portrait_16_9",
            new PictureSize(576, 1024), "landscape_4_3", new PictureSize(1024, 768), "landscape_16_9",
            new PictureSize(1024, 576));

    private static final Inputs PICTURES = Inputs.of(required("prompt", new Text(10_000)),
            optional("num_images", new Whole(1, 4)), optional("seed", new Whole(0, Integer.MAX_VALUE)),
            optional("sync_mode", new Flag()));
    private static final Inputs FLUX = PICTURES.and(optional("image_size", new OneOf(SIZES.keySet())),
            optional("enable_safety_checker", new Flag()));
    private static final Inputs FLUX_DEV = FLUX.and(optional("num_inference_steps", new Whole(1, 50)),
            optional("guidance_scale", new Decimal(1, 20)));
    private static final Inputs KONTEXT = PICTURES.and(required("image_url", new File()),
            optional("guidance_scale", new Decimal(1, 20)));

    private static final Inputs VEO = Inputs.of(required("prompt", new Text(20_000)),
            optional("negative_prompt", new Text(20_000)), optional("duration", new OneOf(Set.of("4s", "6s", "8s"))),
            optional("resolution", new OneOf(Set.of("720p", "1080p"))), optional("generate_audio", new Flag()),
            optional("seed", new Whole(0, Integer.MAX_VALUE)), optional("auto_fix", new Flag()));
    private static final Inputs VEO_31 = VEO.and(tolerance());
    private static final Inputs KLING = Inputs.of(required("prompt", new Text(2500)),
            optional("negative_prompt", new Text(2500)), optional("duration", new OneOf(numbers(3, 15))),
            optional("generate_audio", new Flag()), optional("cfg_scale", new Decimal(0, 1)));
    private static final Inputs H3 = Inputs.of(required("prompt", new Text(50_000)),
            optional("duration", new Whole(5, 15)),
            optional("resolution", new OneOf(Set.of("480P", "768P", "1080P"))));
    private static final Inputs MINIMAX = Inputs.of(required("text", new Text(5000)),
            optional("voice_setting", new Nested(Inputs.of(optional("voice_id", new Text(100)),
                    optional("speed", new Decimal(0.5, 2))))));
    private static final Inputs ELEVENLABS = Inputs.of(required("text", new Text(10_000)),
            optional("voice", new Text(100)));

    private static final Map<String, FalModel> MODELS = Stream.of(
            pictures("fal-ai/flux/dev", FLUX_DEV),
            pictures("fal-ai/flux-pro/v1.1", FLUX.and(tolerance())),
            pictures("fal-ai/flux/dev/image-to-image",
                    FLUX_DEV.and(required("image_url", new File()), optional("strength", new Decimal(0, 1)))),
            pictures("fal-ai/flux-pro/kontext", KONTEXT),
            pictures("fal-ai/flux-pro/kontext/max", KONTEXT),
            pictures("fal-ai/nano-banana-2/edit",
                    Inputs.of(required("prompt", new Text(10_000)), required("image_urls", new Files(1, 14)))),
            clips("fal-ai/veo3", VEO.and(ratio("16:9", "9:16"))),
            clips("fal-ai/veo3/fast", VEO.and(ratio("16:9", "9:16"))),
            clips("fal-ai/veo3.1/lite", VEO.and(ratio("16:9", "9:16"))),
            clips("fal-ai/veo3.1", with4k(VEO_31).and(ratio("16:9", "9:16"))),
            clips("fal-ai/veo3.1/image-to-video",
                    with4k(VEO_31).and(ratio("auto", "16:9", "9:16"), required("image_url", new File()))),
            clips("fal-ai/kling-video/v3/pro/text-to-video", KLING.and(ratio("16:9", "9:16", "1:1"))),
            clips("fal-ai/kling-video/v3/pro/image-to-video",
                    KLING.and(required("start_image_url", new File()), optional("end_image_url", new File()))),
            clips("minimax/h3-max/text-to-video", H3.and(ratio("16:9", "21:9", "4:3", "1:1", "3:4", "9:16"))),
            clips("minimax/h3-max/image-to-video",
                    H3.and(required("image_url", new File()), optional("end_image_url", new File()))),
            sounds("fal-ai/minimax/speech-02-hd", MINIMAX, SoundFormat.MP3),
            sounds("fal-ai/minimax/speech-02-turbo", MINIMAX, SoundFormat.MP3),
            sounds("fal-ai/elevenlabs/tts/turbo-v2.5", ELEVENLABS, SoundFormat.MP3),
            sounds("fal-ai/elevenlabs/tts/multilingual-v2", ELEVENLABS, SoundFormat.MP3),
            sounds("fal-ai/kokoro",
                    Inputs.of(required("prompt", new Text(10_000)), optional("voice", new Text(100))),
                    SoundFormat.WAV))
            .collect(Collectors.toUnmodifiableMap(FalModel::endpoint, Function.identity()));

    private FalModels() {}

    static Optional<FalModel> at(String endpoint) {
        return Optional.ofNullable(MODELS.get(endpoint));
    }

    private static FalModel pictures(String endpoint, Inputs inputs) {
        return new FalModel(endpoint, inputs, input -> new Product.Pictures(size(input), PictureFormat.PNG,
                input.path("num_images").asInt(1)));
    }

    private static PictureSize size(ObjectNode input) {
        return SIZES.getOrDefault(input.path("image_size").asString("landscape_4_3"), new PictureSize(1024, 768));
    }

    private static FalModel clips(String endpoint, Inputs inputs) {
        return new FalModel(endpoint, inputs, _ -> new Product.Clips(1));
    }

    private static FalModel sounds(String endpoint, Inputs inputs, SoundFormat format) {
        return new FalModel(endpoint, inputs, _ -> new Product.Sounds(format, 1));
    }

    private static Inputs.Field ratio(String... ratios) {
        return optional("aspect_ratio", new OneOf(Set.of(ratios)));
    }

    /** A number, but as text. */
    private static Inputs.Field tolerance() {
        return optional("safety_tolerance", new OneOf(numbers(1, 6)));
    }

    private static Inputs with4k(Inputs inputs) {
        return new Inputs(Stream.concat(
                inputs.fields().values().stream().filter(it -> !it.name().equals("resolution")),
                Stream.of(optional("resolution", new OneOf(Set.of("720p", "1080p", "4k")))))
                .collect(Collectors.toUnmodifiableMap(Inputs.Field::name, Function.identity())));
    }

    private static Set<String> numbers(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(String::valueOf).collect(Collectors.toUnmodifiableSet());
    }
}
