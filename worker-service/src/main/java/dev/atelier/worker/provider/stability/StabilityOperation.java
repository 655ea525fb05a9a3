package dev.atelier.worker.provider.stability;

import java.util.Arrays;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.atelier.output.OutputType;

/** The endpoints, and where the result of those that work on is to be had. */
enum StabilityOperation {
    CORE("core", "/stable-image/generate/core", null, OutputType.IMAGE),
    ULTRA("ultra", "/stable-image/generate/ultra", null, OutputType.IMAGE),
    SD3("sd3", "/stable-image/generate/sd3", null, OutputType.IMAGE),
    CREATIVE_UPSCALE("creative-upscale", "/stable-image/upscale/creative", "/results/{id}", OutputType.IMAGE),
    RELIGHT("relight", "/stable-image/edit/replace-background-and-relight", "/results/{id}", OutputType.IMAGE),
    STABLE_AUDIO("stable-audio", "/audio/stable-audio/text-to-audio", "/audio/results/{id}", OutputType.AUDIO);

    private final String catalogName;
    private final String path;
    private final Optional<String> results;
    private final OutputType makes;

    StabilityOperation(String catalogName, String path, @Nullable String results, OutputType makes) {
        this.catalogName = catalogName;
        this.path = path;
        this.results = Optional.ofNullable(results);
        this.makes = makes;
    }

    static Optional<StabilityOperation> of(String catalogName) {
        return Arrays.stream(values()).filter(it -> it.catalogName.equals(catalogName)).findFirst();
    }

    String path() {
        return path;
    }

    /** Empty for those that deliver in the answer. */
    Optional<String> results() {
        return results;
    }

    OutputType makes() {
        return makes;
    }
}
