package dev.atelier.simulator.geminigen;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

import dev.atelier.simulator.pictures.PictureFormat;
import dev.atelier.simulator.pictures.PictureSize;

/** The form of {@code /generate_image}, checked. */
record ImageForm(String prompt, String model, PictureSize size, PictureFormat format, String resolution,
        @Nullable String refHistory) {

    private static final Map<String, Set<String>> CHOICES = Map.of("model",
            Set.of("imagen-flash", "imagen-4-fast", "imagen-4", "imagen-4-ultra", "imagen-pro", "nano-banana-pro",
                    "nano-banana-2", "nano-banana-2-lite"),
            "aspect_ratio", Set.of("1:1", "16:9", "9:16", "4:3", "3:4"), "output_format", Set.of("jpeg", "png"),
            "resolution", Set.of("1K", "2K", "4K"), "style",
            Set.of("None", "3D Render", "Acrylic", "Anime General", "Creative", "Dynamic", "Fashion", "Game Concept",
                    "Graphic Design 3D", "Illustration", "Photorealistic", "Portrait", "Portrait Cinematic",
                    "Portrait Fashion", "Ray Traced", "Stock Photo", "Watercolor"),
            "service_mode", Set.of("stable", "unstable"));
    private static final List<String> REQUIRED = List.of("model", "prompt");
    private static final Set<String> SINGLE = Set.of("prompt", "ref_history");

    /** Reads a multipart body. */
    static ImageForm read(HttpServletRequest request) throws IOException {
        var type = request.getContentType();
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
            throw new FieldRequired(REQUIRED);
        }
        var fields = new HashMap<String, String>();
        try {
            for (var part : request.getParts()) {
                if (part.getSubmittedFileName() == null) {
                    var value = new String(part.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                    text(fields, part.getName(), value);
                } else if (!part.getName().equals("files")) {
                    throw GeminigenError.invalid(part.getName() + " is not a file field of this endpoint");
                }
            }
        } catch (ServletException | IllegalStateException e) {
            throw GeminigenError.invalid("the form cannot be read: " + e.getMessage());
        }
        return checked(fields);
    }

    private static void text(Map<String, String> fields, String name, String value) {
        if (name.equals("file_urls")) {
            if (!value.matches("https?://.+")) {
                throw GeminigenError.invalid("file_urls holds '" + value + "', which is not a URL");
            }
            return;
        }
        var choices = CHOICES.get(name);
        if (choices == null && !SINGLE.contains(name)) {
            throw GeminigenError.invalid(name + " is not a field of this endpoint");
        }
        if (choices != null && !choices.contains(value)) {
            throw GeminigenError.invalid(name + " is '" + value + "', allowed: " + new TreeSet<>(choices));
        }
        if (fields.put(name, value) != null) {
            throw GeminigenError.invalid(name + " is given twice");
        }
    }

    private static ImageForm checked(Map<String, String> fields) {
        var missing = REQUIRED.stream().filter(name -> fields.getOrDefault(name, "").isBlank()).toList();
        if (!missing.isEmpty()) {
            throw new FieldRequired(missing);
        }
        var resolution = fields.getOrDefault("resolution", "1K");
        return new ImageForm(fields.getOrDefault("prompt", ""), fields.getOrDefault("model", ""),
                PictureSize.of(fields.getOrDefault("aspect_ratio", "1:1"), PictureSize.longSide(resolution)),
                fields.getOrDefault("output_format", "jpeg").equals("png") ? PictureFormat.PNG : PictureFormat.JPEG,
                resolution, fields.get("ref_history"));
    }
}
