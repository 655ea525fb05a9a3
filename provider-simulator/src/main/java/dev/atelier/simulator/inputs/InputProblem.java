package dev.atelier.simulator.inputs;

import java.util.List;
import java.util.stream.Stream;

/**
 * What is wrong with an input.
 *
 * @param path
 *            of the field, from the outside in
 * @param type
 *            a word for programs, as Pydantic has it
 * @param message
 *            for people
 */
public record InputProblem(List<String> path, String type, String message) {

    public InputProblem {
        path = List.copyOf(path);
    }

    InputProblem within(String field) {
        return new InputProblem(Stream.concat(Stream.of(field), path.stream()).toList(), type, message);
    }
}
