package dev.atelier.api.inputs;

import java.util.Optional;

import org.springframework.stereotype.Component;

import dev.atelier.api.problems.ProblemCode;
import dev.atelier.api.problems.Refusal;
import dev.atelier.api.security.Caller;
import dev.atelier.catalog.FieldProblem;
import dev.atelier.input.Input;
import dev.atelier.input.InputId;
import dev.atelier.input.InputTypes;
import dev.atelier.input.UserInputs;
import dev.atelier.output.store.IncomingFile;
import dev.atelier.output.store.OutputStore;

/** Makes inputs of files that have arrived. The bytes are stored first, then the row: a row without bytes would be a lie. */
@Component
class InputIntake {
    private final UserInputs inputs;
    private final OutputStore store;

    InputIntake(UserInputs inputs, OutputStore store) {
        this.inputs = inputs;
        this.store = store;
    }

    /** What it is, by its bytes; a refusal that names the field when that is nothing we take. */
    static String type(IncomingFile file, String field, String value) {
        return InputTypes.of(file.beginning())
                .orElseThrow(() -> Refusal.of(new FieldProblem(field, value, InputTypes.allowed())));
    }

    /** The same file again is the same input. When this fails, the bytes may stay behind, under an id that nobody knows. */
    Input keep(Caller caller, IncomingFile file, String contentType) {
        return inputs.used(caller.userId(), file.sha256()).orElseGet(() -> {
            var id = InputId.create();
            store.keep(file, id.storeKey(), contentType);
            var kept = inputs.add(id, caller.userId(), file.sha256(), contentType, file.size());
            if (!kept.id().equals(id)) {
                store.delete(id.storeKey());
            }
            return kept;
        });
    }

    Input find(Caller caller, InputId id) {
        return known(inputs.find(caller.userId(), id), id);
    }

    void remove(Caller caller, InputId id) {
        known(inputs.remove(caller.userId(), id), id);
        store.delete(id.storeKey());
    }

    static Input known(Optional<Input> input, InputId id) {
        return input.orElseThrow(() -> Refusal.of(ProblemCode.INPUT_NOT_FOUND, "You have no input " + id + "."));
    }
}
