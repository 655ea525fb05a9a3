package dev.atelier.simulator.fal;

import java.util.function.Function;

import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.inputs.Inputs;
import dev.atelier.simulator.products.Product;

/**
 * @param endpoint
 *            its id, which is its address: {@code owner/app/sub/path}
 * @param makes
 *            of an input that is right
 */
record FalModel(String endpoint, Inputs inputs, Function<ObjectNode, Product> makes) {

    /** Under which requests are kept. */
    String app() {
        var steps = endpoint.split("/", -1);
        return steps[0] + "/" + steps[1];
    }
}
