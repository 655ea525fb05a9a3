package dev.atelier.simulator.runway;

import java.math.BigDecimal;

import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.pictures.PictureFormat;
import dev.atelier.simulator.pictures.PictureSize;
import dev.atelier.simulator.products.Product;
import dev.atelier.simulator.products.Product.SoundFormat;
import dev.atelier.simulator.runway.InputRule.Shape;

/**
 * A model at one endpoint, which decides what else may be in the body.
 *
 * @param credits
 *            for one of what it makes
 */
record RunwayModel(String endpoint, String name, Shape body, BigDecimal credits) {

    Product product(ObjectNode request) {
        return switch (endpoint) {
            case "text_to_image" -> new Product.Pictures(size(request.path("ratio").asString("")), format(request),
                    request.path("outputCount").asInt(1));
            case "text_to_speech", "sound_effect" -> new Product.Sounds(SoundFormat.MP3, 1);
            default -> new Product.Clips(1);
        };
    }

    private static PictureFormat format(ObjectNode request) {
        return request.path("outputFormat").asString("").equals("jpeg") ? PictureFormat.JPEG : PictureFormat.PNG;
    }

    private static PictureSize size(String ratio) {
        if (ratio.startsWith("auto")) {
            var side = ratio.equals("auto_2k") ? 2048 : 1024;
            return new PictureSize(side, side);
        }
        var sides = ratio.split(":", 2);
        return new PictureSize(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
    }
}
