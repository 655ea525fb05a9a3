package dev.atelier.simulator.geminigen;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.springframework.http.HttpStatus;

import dev.atelier.simulator.forms.Form;
import dev.atelier.simulator.forms.FormContract;
import dev.atelier.simulator.forms.FormRule;
import dev.atelier.simulator.pictures.PictureFormat;
import dev.atelier.simulator.pictures.PictureSize;
import dev.atelier.simulator.products.Product;

import static dev.atelier.simulator.forms.FormRule.oneOf;
import static dev.atelier.simulator.forms.FormRule.text;
import static dev.atelier.simulator.forms.FormRule.whole;

/** The endpoints that take a form: what each takes, makes and charges. */
enum GeminigenEndpoint {
    GENERATE_IMAGE("generate_image", "prompt", "model") {
        @Override
        Map<String, FormRule> rules() {
            return Map.of("prompt", prompt(), "model",
                    oneOf("imagen-flash", "imagen-4-fast", "imagen-4", "imagen-4-ultra", "imagen-pro",
                            "nano-banana-pro", "nano-banana-2", "nano-banana-2-lite"),
                    "aspect_ratio", oneOf("1:1", "16:9", "9:16", "4:3", "3:4"), "output_format", oneOf("jpeg", "png"),
                    "resolution", oneOf("1K", "2K", "4K"), "style",
                    oneOf("None", "3D Render", "Acrylic", "Anime General", "Creative", "Dynamic", "Fashion",
                            "Game Concept", "Graphic Design 3D", "Illustration", "Photorealistic", "Portrait",
                            "Portrait Cinematic", "Portrait Fashion", "Ray Traced", "Stock Photo", "Watercolor"),
                    "service_mode", oneOf("stable", "unstable"), "files", pictures(10, 20), "file_urls",
                    new FormRule.Addresses(10), "ref_history", text(1, 100));
        }

        @Override
        Product product(Form form) {
            return new Product.Pictures(
                    PictureSize.of(form.text("aspect_ratio", "1:1"),
                            PictureSize.longSide(form.text("resolution", "1K"))),
                    form.text("output_format", "jpeg").equals("png") ? PictureFormat.PNG : PictureFormat.JPEG, 1);
        }

        @Override
        BigDecimal credits(Form form) {
            return BigDecimal.valueOf(switch (form.text("resolution", "1K")) {
                case "2K" -> 30;
                case "4K" -> 40;
                default -> 20;
            });
        }
    },
    GPT_IMAGE_2("imagen/gpt-image-2", "prompt") {
        @Override
        Map<String, FormRule> rules() {
            return Map.of("prompt", prompt(), "mode", oneOf("low", "medium", "high"), "aspect_ratio",
                    oneOf("1:1", "16:9", "9:16", "4:3", "3:4", "21:9", "3:2", "2:3"), "resolution",
                    oneOf("1K", "2K", "4K", "8K", "12K"), "files", pictures(10, 20), "ref_history", text(1, 100));
        }

        @Override
        String model(Form form) {
            return "gpt-image-2";
        }

        @Override
        Product product(Form form) {
            return new Product.Pictures(PictureSize.of(form.text("aspect_ratio", "1:1"), 1024), PictureFormat.PNG, 1);
        }
    },
    GROK_IMAGE("imagen/grok", "prompt") {
        @Override
        Map<String, FormRule> rules() {
            return Map.of("prompt", prompt(), "orientation", oneOf("landscape", "portrait", "square"), "num_result",
                    whole(1, 8), "mode", oneOf("SPEED", "QUALITY"), "files", pictures(10, 20), "ref_history",
                    text(1, 100));
        }

        @Override
        String model(Form form) {
            return "grok";
        }

        @Override
        Product product(Form form) {
            var ratio = switch (form.text("orientation", "square")) {
                case "landscape" -> "16:9";
                case "portrait" -> "9:16";
                default -> "1:1";
            };
            return new Product.Pictures(PictureSize.of(ratio, 1024), PictureFormat.JPEG,
                    Integer.parseInt(form.text("num_result", "1")));
        }
    },
    VEO("video-gen/veo", "prompt", "model") {
        @Override
        Map<String, FormRule> rules() {
            return Map.of("prompt", prompt(), "model", oneOf("veo-3.1", "veo-3.1-fast", "veo-3.1-lite", "veo-2"),
                    "resolution", oneOf("720p", "1080p"), "aspect_ratio", oneOf("16:9", "9:16"), "mode_image",
                    oneOf("frame", "ingredient"), "ref_images", new FormRule.Picture(3, 1, 20 * MEGABYTE, true),
                    "service_mode", oneOf("stable", "unstable"));
        }

        @Override
        List<String> together(Form form) {
            return form.text("mode_image", "frame").equals("frame") && count(form, "ref_images") > 2
                    ? List.of("ref_images: at most 2 in mode_image frame")
                    : List.of();
        }
    },
    GROK_VIDEO("video-gen/grok", "prompt", "model") {
        @Override
        Map<String, FormRule> rules() {
            return Map.of("prompt", prompt(), "model", oneOf("grok-3"), "duration", oneOf("6", "10", "15"),
                    "resolution", oneOf("480p", "720p"), "aspect_ratio",
                    oneOf("landscape", "portrait", "square", "vertical", "horizontal"), "mode",
                    oneOf("custom", "normal"), "files", pictures(1, 20), "file_urls", new FormRule.Addresses(1),
                    "ref_images", new FormRule.Picture(1, 1, 20 * MEGABYTE, true));
        }

        @Override
        List<String> together(Form form) {
            return List.of("files", "file_urls", "ref_images").stream().filter(form::has).count() > 1
                    ? List.of("files: only one of files, file_urls and ref_images")
                    : List.of();
        }
    },
    SEEDANCE("video-gen/seedance", "prompt") {
        @Override
        Map<String, FormRule> rules() {
            return Map.of("prompt", prompt(), "model", oneOf("seedance-2", "seedance-2-remix", "seedance-2-omni"),
                    "duration", whole(4, 15), "aspect_ratio", oneOf("16:9", "9:16", "1:1", "3:4", "4:3", "21:9"),
                    "ref_images", new FormRule.Picture(4, 1, 15 * MEGABYTE, true));
        }

        @Override
        String model(Form form) {
            return form.text("model", "seedance-2");
        }
    },
    KLING("video-gen/kling", "prompt", "model") {
        @Override
        Map<String, FormRule> rules() {
            return Map.of("prompt", text(10, LONGEST_PROMPT), "model",
                    oneOf("kling-video-3-0", "kling-video-2-6", "kling-video-o1", "kling-video-2-5"), "mode",
                    oneOf("standard", "professional", "professional_audio", "relax"), "duration", whole(3, 15),
                    "aspect_ratio", oneOf("16:9", "9:16", "1:1"), "ref_images",
                    new FormRule.Picture(4, 1, 10 * MEGABYTE, true));
        }
    };

    private static final int MEGABYTE = 1024 * 1024;
    /** None is published; longer ones are refused all the same. */
    private static final int LONGEST_PROMPT = 20_000;

    private final String path;
    private final List<String> required;

    GeminigenEndpoint(String path, String... required) {
        this.path = path;
        this.required = List.of(required);
    }

    abstract Map<String, FormRule> rules();

    /** After {@code /uapi/v1/}. */
    String path() {
        return path;
    }

    /** In the vendor's list of models. */
    String model(Form form) {
        return form.text("model", "");
    }

    Product product(Form form) {
        return new Product.Clips(1);
    }

    BigDecimal credits(Form form) {
        return BigDecimal.valueOf(product(form) instanceof Product.Clips ? 100 : 20);
    }

    /** What is wrong between fields; each begins with a field's name. */
    List<String> together(Form form) {
        return List.of();
    }

    /** @throws FieldRequired names what is missing or empty */
    void check(Form form) {
        var missing = required.stream().filter(it -> form.text(it, "").isBlank()).toList();
        if (!missing.isEmpty()) {
            throw new FieldRequired(missing);
        }
        var rules = new LinkedHashMap<>(rules());
        rules.forEach((field, rule) -> checkFiles(form, field, rule));
        var problems = new ArrayList<>(new FormContract(rules, Set.of()).problems(form)
                .stream()
                .map(Object::toString)
                .toList());
        problems.addAll(together(form));
        if (!problems.isEmpty()) {
            throw GeminigenError.invalid(String.join("; ", problems));
        }
    }

    /** Files are refused by codes of their own. */
    private static void checkFiles(Form form, String field, FormRule rule) {
        if (!(rule instanceof FormRule.Picture pictures)) {
            return;
        }
        if (count(form, field) > pictures.most()) {
            throw new GeminigenError(HttpStatus.BAD_REQUEST, "TOO_MANY_IMAGES",
                    field + ": at most " + pictures.most());
        }
        for (var file : form.files().getOrDefault(field, List.of())) {
            if (file.bytes().length > pictures.maxBytes()) {
                throw new GeminigenError(HttpStatus.BAD_REQUEST, "MAXIMUM_FILE_SIZE_EXCEED",
                        field + ": at most " + pictures.maxBytes() + " bytes");
            }
            pictures.problemWith(file).ifPresent(what -> {
                throw new GeminigenError(HttpStatus.BAD_REQUEST, "FILE_TYPE_NOT_ALLOWED", field + ": " + what);
            });
        }
    }

    private static int count(Form form, String field) {
        return form.texts().getOrDefault(field, List.of()).size()
                + form.files().getOrDefault(field, List.of()).size();
    }

    private static FormRule prompt() {
        return text(1, LONGEST_PROMPT);
    }

    private static FormRule pictures(int most, int megabytes) {
        return new FormRule.Picture(most, 1, megabytes * MEGABYTE, false);
    }
}
