package dev.atelier.simulator.kie;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.pictures.PictureFormat;
import dev.atelier.simulator.pictures.PictureSize;

/** A model of the unified jobs API: what it accepts, and what it makes of that. */
sealed interface KieModel permits NanoBanana, Seedream {

    String slug();

    Map<String, InputRule> rules();

    /** What is wrong with an input. A field without a rule is refused, or an adapter could pass by sending nonsense. */
    default Optional<String> problemWith(ObjectNode input) {
        for (var field : input.properties()) {
            var rule = rules().get(field.getKey());
            if (rule == null) {
                return Optional.of("input." + field.getKey() + " is not a field of " + slug());
            }
            var problem = rule.problemWith(field.getValue());
            if (problem.isPresent()) {
                return problem.map(it -> "input." + field.getKey() + " " + it);
            }
        }
        return input.has("prompt") ? Optional.empty() : Optional.of("input.prompt is required");
    }

    PictureSize size(ObjectNode input);

    PictureFormat format(ObjectNode input);

    int pictures(ObjectNode input);

    BigDecimal credits(ObjectNode input);
}
