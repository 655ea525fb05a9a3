package dev.atelier.simulator.bfl;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.bfl.BflError.Problem;
import dev.atelier.simulator.pictures.PictureFormat;
import dev.atelier.simulator.pictures.PictureSize;

/**
 * A model, which is an endpoint: what it accepts, and what it makes of that.
 *
 * @param mostPixels
 *            of a picture whose sides are given
 * @param credits
 *            a hundredth of a dollar each
 */
record BflModel(String name, Map<String, InputRule> fields, Set<String> required, PictureFormat usualFormat,
        long mostPixels, BigDecimal credits) {

    private static final int LONG_SIDE = 1392;

    /** Everything that is wrong. A field without a rule is refused, or an adapter could pass by sending nonsense. */
    List<Problem> problems(ObjectNode body) {
        var problems = new ArrayList<Problem>();
        required.stream()
                .filter(it -> !body.hasNonNull(it))
                .sorted()
                .forEach(it -> problems.add(new Problem(it, "missing", "Field required")));
        body.forEachEntry((field, value) -> {
            var rule = fields.get(field);
            if (rule == null) {
                problems.add(new Problem(field, "extra_forbidden", "Extra inputs are not permitted"));
            } else if (!value.isNull()) {
                rule.problemWith(field, value).ifPresent(problems::add);
            }
        });
        if (problems.isEmpty() && (long) body.path("width").asInt(0) * body.path("height").asInt(0) > mostPixels) {
            problems.add(new Problem("", "value_error", "Value error, the image is larger than 4 megapixels"));
        }
        return problems;
    }

    PictureSize size(ObjectNode body) {
        var width = body.path("width").asInt(0);
        var height = body.path("height").asInt(0);
        return width > 0 && height > 0
                ? new PictureSize(width, height)
                : PictureSize.of(body.path("aspect_ratio").asString("4:3"), LONG_SIDE);
    }

    PictureFormat format(ObjectNode body) {
        return switch (body.path("output_format").asString("")) {
            case "jpeg" -> PictureFormat.JPEG;
            case "png" -> PictureFormat.PNG;
            default -> usualFormat;
        };
    }
}
