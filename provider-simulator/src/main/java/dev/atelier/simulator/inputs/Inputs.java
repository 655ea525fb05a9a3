package dev.atelier.simulator.inputs;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import tools.jackson.databind.node.ObjectNode;

/** All that one model takes. A field without a rule is refused, or an adapter could pass by sending nonsense. */
public record Inputs(Map<String, Field> fields) {

    /** A field, and whether it must be there. */
    public record Field(String name, InputRule rule, boolean required) {}

    public static Inputs of(Field... fields) {
        return new Inputs(Arrays.stream(fields)
                .collect(Collectors.toUnmodifiableMap(Field::name, Function.identity())));
    }

    /** These and more. */
    public Inputs and(Field... more) {
        return new Inputs(Stream.concat(fields.values().stream(), Arrays.stream(more))
                .collect(Collectors.toUnmodifiableMap(Field::name, Function.identity())));
    }

    public static Field required(String name, InputRule rule) {
        return new Field(name, rule, true);
    }

    public static Field optional(String name, InputRule rule) {
        return new Field(name, rule, false);
    }

    /** The first thing that is wrong with an input. */
    public Optional<InputProblem> problemWith(ObjectNode input) {
        for (var given : input.properties()) {
            var field = fields.get(given.getKey());
            var problem = field == null
                    ? Optional.of(new InputProblem(List.of(), "extra_forbidden", "Extra inputs are not permitted"))
                    : field.rule().problemWith(given.getValue());
            if (problem.isPresent()) {
                return problem.map(it -> it.within(given.getKey()));
            }
        }
        return fields.values()
                .stream()
                .filter(it -> it.required() && !input.has(it.name()))
                .map(it -> new InputProblem(List.of(it.name()), "missing", "Field required"))
                .findFirst();
    }
}
