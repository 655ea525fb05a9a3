package dev.atelier.simulator.kie;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The market's models that are stood in for. */
final class KieModels {

    private static final Map<String, KieModel> MODELS = Stream.of(
            MarketPictures.nanoBanana("nano-banana-2", 14,
                    Set.of("1:1", "1:4", "1:8", "2:3", "3:2", "3:4", "4:1", "4:3", "4:5", "5:4", "8:1", "9:16", "16:9",
                            "21:9", "auto"),
                    8, 12, 18),
            MarketPictures.nanoBanana("nano-banana-pro", 8,
                    Set.of("1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9", "auto"), 18, 18,
                    24),
            MarketPictures.seedream4(), MarketPictures.nanoBananaEdit(), MarketPictures.gptImage2Edit(),
            MarketClips.kling3(), MarketClips.kling26FromImage(),
            MarketClips.seedance2("bytedance/seedance-2", "480p", "720p", "1080p"),
            MarketClips.seedance2("bytedance/seedance-2-fast", "480p", "720p"),
            MarketClips.seedance2("bytedance/seedance-2-mini", "480p", "720p"), MarketSpeech.multilingual2(),
            MarketSpeech.turbo25()).collect(Collectors.toUnmodifiableMap(KieModel::name, Function.identity()));

    private KieModels() {}

    static Optional<KieModel> named(String name) {
        return Optional.ofNullable(MODELS.get(name));
    }
}
