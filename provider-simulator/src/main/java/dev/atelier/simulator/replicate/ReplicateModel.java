package dev.atelier.simulator.replicate;

import java.util.function.Function;

import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.inputs.Inputs;
import dev.atelier.simulator.products.Product;

/**
 * @param name
 *            owner and name
 * @param listed
 *            its output is a list of addresses, even of one; otherwise it is the one address
 * @param makes
 *            of an input that is right
 */
record ReplicateModel(String name, Inputs inputs, boolean listed, Function<ObjectNode, Product> makes) {}
