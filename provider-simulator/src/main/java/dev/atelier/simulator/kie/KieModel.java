package dev.atelier.simulator.kie;

import java.math.BigDecimal;
import java.util.function.Function;

import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.products.Product;

/**
 * Something that can be asked for: what it takes, and what it makes of that.
 *
 * @param prompt
 *            the field that says what is wanted
 */
record KieModel(String name, FieldRules rules, String prompt, Function<ObjectNode, Product> product,
        Function<ObjectNode, BigDecimal> credits) {

    /** What a valid request asks for. */
    Order order(ObjectNode fields, String shown) {
        return new Order(name, fields.path(prompt).asString(""), shown, product.apply(fields), credits.apply(fields));
    }

    /**
     * What is to be made.
     *
     * @param shown
     *            the request, as its record shows it again
     */
    record Order(String model, String prompt, String shown, Product product, BigDecimal credits) {}
}
