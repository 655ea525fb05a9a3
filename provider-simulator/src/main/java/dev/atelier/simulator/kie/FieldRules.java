package dev.atelier.simulator.kie;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import tools.jackson.databind.node.ObjectNode;

/**
 * What an object in a request may hold.
 *
 * @param checks
 *            what holds between fields, each of which is right by itself
 */
record FieldRules(Map<String, InputRule> fields, Set<String> required, List<Check> checks) {

    /** Something that holds between fields. */
    @FunctionalInterface
    interface Check {

        /** What is wrong, to be said after the place of the object. */
        Optional<String> problemWith(ObjectNode object);
    }

    static FieldRules of(Map<String, InputRule> fields, String... required) {
        return new FieldRules(Map.copyOf(fields), Set.of(required), List.of());
    }

    /** These and more fields, none of which is required. */
    FieldRules with(Map<String, InputRule> more) {
        var all = new HashMap<>(fields);
        all.putAll(more);
        return new FieldRules(Map.copyOf(all), required, checks);
    }

    FieldRules and(Check check) {
        return new FieldRules(fields, required, Stream.concat(checks.stream(), Stream.of(check)).toList());
    }

    /**
     * What is wrong with an object. A field without a rule is refused, or an adapter could pass by sending nonsense.
     *
     * @param place
     *            of the object in the request: {@code input.}, or nothing
     */
    Optional<String> problemWith(ObjectNode object, String place) {
        for (var field : object.properties()) {
            var rule = fields.get(field.getKey());
            if (rule == null) {
                return Optional.of(place + field.getKey() + " is not a field here");
            }
            var problem = rule.problemWith(field.getValue());
            if (problem.isPresent()) {
                return problem.map(it -> place + field.getKey() + " " + it);
            }
        }
        for (var name : new TreeSet<>(required)) {
            if (!object.has(name)) {
                return Optional.of(place + name + " is required");
            }
        }
        return checks.stream().flatMap(it -> it.problemWith(object).stream()).findFirst().map(it -> place + it);
    }
}
