package dev.atelier.simulator.kie;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import tools.jackson.databind.node.ObjectNode;

/**
 * The form of a request to an endpoint of a family's own: its fields stand at the root, the model among them where there
 * are several.
 */
final class OwnForm {

    private final Map<String, KieModel> models;
    private final String usual;

    /** The first one is meant when a request names none. */
    OwnForm(KieModel... models) {
        this.models = Arrays.stream(models).collect(Collectors.toUnmodifiableMap(KieModel::name, Function.identity()));
        this.usual = models[0].name();
    }

    KieModel.Order order(ObjectNode body) {
        var name = body.path("model").asString(usual);
        var model = models.get(name);
        if (model == null) {
            throw new KieError(422, "model is not within the range of allowed options");
        }
        model.rules().problemWith(body, "").ifPresent(problem -> {
            throw new KieError(422, problem);
        });
        return model.order(body, body.toString());
    }

    boolean has(String model) {
        return models.containsKey(model);
    }
}
