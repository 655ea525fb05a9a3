package dev.atelier.simulator.kie;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The models that are stood in for. */
final class KieModels {

    private static final Map<String, KieModel> MODELS = Stream.of(
            new NanoBanana("nano-banana-2", 14,
                    Set.of("1:1", "1:4", "1:8", "2:3", "3:2", "3:4", "4:1", "4:3", "4:5", "5:4", "8:1", "9:16", "16:9",
                            "21:9", "auto"),
                    8, 12, 18),
            new NanoBanana("nano-banana-pro", 8,
                    Set.of("1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9", "auto"), 18, 18,
                    24),
            new Seedream("bytedance/seedream-v4-text-to-image"))
            .collect(Collectors.toUnmodifiableMap(KieModel::slug, Function.identity()));

    private KieModels() {}

    static Optional<KieModel> named(String slug) {
        return Optional.ofNullable(MODELS.get(slug));
    }
}
