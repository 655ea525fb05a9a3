package dev.atelier.simulator.stability;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.atelier.simulator.forms.Form;
import dev.atelier.simulator.forms.FormContract;
import dev.atelier.simulator.forms.FormRule;

import static dev.atelier.simulator.forms.FormRule.number;
import static dev.atelier.simulator.forms.FormRule.oneOf;
import static dev.atelier.simulator.forms.FormRule.text;
import static dev.atelier.simulator.forms.FormRule.whole;

/** What each endpoint takes, and what it charges in hundredths of a dollar. */
enum StabilityEndpoint {
    CORE("stable-image/generate/core", "3", new FormContract(generation(), Set.of("prompt"))),
    ULTRA("stable-image/generate/ultra", "8", new FormContract(generation(), Set.of("prompt"))
            .with(Map.of("image", picture(), "strength", number("0", "1")))) {
        @Override
        List<String> together(Form form) {
            return form.has("image") && !form.has("strength") ? List.of("strength: required with image") : List.of();
        }
    },
    SD3("stable-image/generate/sd3", "6.5", new FormContract(generation(), Set.of("prompt"))
            .with(Map.of("image", picture(), "strength", number("0", "1"), "mode",
                    oneOf("text-to-image", "image-to-image"), "model",
                    oneOf("sd3.5-large", "sd3.5-large-turbo", "sd3.5-medium", "sd3.5-flash"), "cfg_scale",
                    number("1", "10")))
            .with(Map.of("output_format", oneOf("png", "jpeg")))) {
        @Override
        List<String> together(Form form) {
            var problems = new ArrayList<String>();
            if (form.text("mode", "text-to-image").equals("text-to-image")) {
                List.of("image", "strength")
                        .stream()
                        .filter(form::has)
                        .forEach(it -> problems.add(it + ": not allowed in mode text-to-image"));
                return problems;
            }
            List.of("image", "strength")
                    .stream()
                    .filter(it -> !form.has(it))
                    .forEach(it -> problems.add(it + ": required in mode image-to-image"));
            if (form.has("aspect_ratio")) {
                problems.add("aspect_ratio: not allowed in mode image-to-image");
            }
            if (model(form).equals("sd3.5-flash")) {
                problems.add("model: sd3.5-flash does not take images");
            }
            return problems;
        }

        @Override
        String model(Form form) {
            return form.text("model", "sd3.5-large");
        }
    },
    CREATIVE_UPSCALE("stable-image/upscale/creative", "60",
            new FormContract(Map.of("image", picture(), "prompt", text(1, 10_000), "negative_prompt", text(0, 10_000),
                    "seed", seed(), "creativity", number("0.1", "0.5"), "output_format", oneOf("png", "jpeg", "webp")),
                    Set.of("image", "prompt"))),
    RELIGHT("stable-image/edit/replace-background-and-relight", "8", new FormContract(relight(),
            Set.of("subject_image"))) {
        @Override
        List<String> together(Form form) {
            return form.has("background_prompt") || form.has("background_reference")
                    ? List.of()
                    : List.of("background_prompt: required without background_reference");
        }
    },
    STABLE_AUDIO("audio/stable-audio/text-to-audio", "26",
            new FormContract(Map.of("prompt", text(1, 10_000), "model", oneOf("stable-audio-3"), "duration",
                    whole(1, 380), "seed", seed(), "steps", whole(4, 8), "cfg_scale", number("1", "25"),
                    "output_format", oneOf("mp3", "wav")), Set.of("prompt"))) {
        @Override
        String model(Form form) {
            return form.text("model", "stable-audio-3");
        }
    };

    private final String path;
    private final BigDecimal credits;
    private final FormContract contract;

    StabilityEndpoint(String path, String credits, FormContract contract) {
        this.path = path;
        this.credits = new BigDecimal(credits);
        this.contract = contract;
    }

    /** After {@code /v2beta/}. */
    String path() {
        return path;
    }

    BigDecimal credits() {
        return credits;
    }

    /** As the price list names it. */
    String model(Form form) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Each begins with the field's name. */
    List<String> problems(Form form) {
        var problems = new ArrayList<>(contract.problems(form).stream().map(Object::toString).toList());
        problems.addAll(together(form));
        return problems;
    }

    /** What is wrong between fields. */
    List<String> together(Form form) {
        return List.of();
    }

    private static Map<String, FormRule> generation() {
        var rules = new LinkedHashMap<String, FormRule>();
        rules.put("prompt", text(1, 10_000));
        rules.put("aspect_ratio", oneOf("21:9", "16:9", "3:2", "5:4", "1:1", "4:5", "2:3", "9:16", "9:21"));
        rules.put("negative_prompt", text(0, 10_000));
        rules.put("seed", seed());
        rules.put("style_preset", oneOf("enhance", "anime", "photographic", "digital-art", "comic-book", "fantasy-art",
                "line-art", "analog-film", "neon-punk", "isometric", "low-poly", "origami", "modeling-compound",
                "cinematic", "3d-model", "pixel-art", "tile-texture"));
        rules.put("output_format", oneOf("png", "jpeg", "webp"));
        return rules;
    }

    private static Map<String, FormRule> relight() {
        var rules = new LinkedHashMap<String, FormRule>();
        rules.put("subject_image", picture());
        rules.put("background_prompt", text(1, 10_000));
        rules.put("background_reference", picture());
        rules.put("foreground_prompt", text(0, 10_000));
        rules.put("negative_prompt", text(0, 10_000));
        rules.put("preserve_original_subject", number("0", "1"));
        rules.put("original_background_depth", number("0", "1"));
        rules.put("keep_original_background", oneOf("true", "false"));
        rules.put("light_source_direction", oneOf("left", "right", "above", "below"));
        rules.put("light_reference", picture());
        rules.put("light_source_strength", number("0", "1"));
        rules.put("seed", seed());
        rules.put("output_format", oneOf("png", "jpeg", "webp"));
        return rules;
    }

    private static FormRule seed() {
        return whole(0, 4_294_967_294L);
    }

    private static FormRule picture() {
        return new FormRule.Picture(1, 64, 10 * 1024 * 1024, false);
    }
}
