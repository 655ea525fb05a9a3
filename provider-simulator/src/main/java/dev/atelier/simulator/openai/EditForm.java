package dev.atelier.simulator.openai;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The form of {@code /images/edits}: its files are checked and dropped, its texts become what the JSON of generations is. */
final class EditForm {

    private static final Set<String> NUMBERS = Set.of("n", "output_compression");
    private static final int MOST_IMAGES = 16;
    private static final int LARGEST_MASK = 4 * 1024 * 1024;

    private int single;
    private int listed;
    private final ObjectNode fields;

    private EditForm(JsonMapper mapper) {
        fields = mapper.createObjectNode();
    }

    static ObjectNode read(HttpServletRequest request, JsonMapper mapper) throws IOException {
        var type = request.getContentType();
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
            throw new OpenAiError(415, "invalid_request_error", null, "unsupported_content_type",
                    "Invalid Content-Type header. Expected 'multipart/form-data'.");
        }
        var form = new EditForm(mapper);
        try {
            for (var part : request.getParts()) {
                form.take(part);
            }
        } catch (ServletException | IllegalStateException e) {
            throw new OpenAiError(400, "invalid_request_error", null, null,
                    "The form cannot be read: " + e.getMessage());
        }
        return form.checked();
    }

    private void take(Part part) throws IOException {
        var name = part.getName();
        if (part.getSubmittedFileName() == null) {
            text(name, new String(part.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            return;
        }
        switch (name) {
            case "image" -> single++;
            case "image[]" -> listed++;
            case "mask" -> {
                if (part.getSize() >= LARGEST_MASK) {
                    throw OpenAiError.invalid(name, "invalid_value", "A mask is smaller than 4 MB.");
                }
            }
            default ->
                throw OpenAiError.invalid(name, "unknown_parameter", "Unknown parameter: '" + name + "'.");
        }
        if (!isPicture(part, name.equals("mask"))) {
            throw OpenAiError.invalid(name, "invalid_image_file", "Invalid image file or mode for " + name
                    + ", please check your image file.");
        }
    }

    private static boolean isPicture(Part part, boolean pngOnly) throws IOException {
        var start = part.getInputStream().readNBytes(12);
        var text = new String(start, StandardCharsets.ISO_8859_1);
        boolean png = text.startsWith("\u0089PNG");
        return pngOnly
                ? png
                : png || text.startsWith("\u00ff\u00d8\u00ff")
                        || text.startsWith("RIFF")
                                && Arrays.equals(start, 8, 12, "WEBP".getBytes(StandardCharsets.US_ASCII), 0, 4);
    }

    private void text(String name, String value) {
        if (fields.has(name)) {
            throw OpenAiError.invalid(name, "invalid_value", "'" + name + "' is given twice.");
        }
        if (NUMBERS.contains(name) && value.matches("-?[0-9]{1,9}")) {
            fields.put(name, Integer.parseInt(value));
        } else {
            fields.put(name, value);
        }
    }

    private ObjectNode checked() {
        if (single + listed == 0) {
            throw OpenAiError.invalid("image", "missing_required_parameter", "Missing required parameter: 'image'.");
        }
        if (single > 1 || single > 0 && listed > 0) {
            throw OpenAiError.invalid("image", "invalid_value", "Several images are sent as 'image[]'.");
        }
        if (listed > MOST_IMAGES) {
            throw OpenAiError.invalid("image", "invalid_value", "At most " + MOST_IMAGES + " images can be sent.");
        }
        return fields;
    }
}
