package dev.atelier.api.inputs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.StringNode;

import dev.atelier.api.input.Ids;
import dev.atelier.api.problems.Refusal;
import dev.atelier.api.security.Caller;
import dev.atelier.catalog.Capabilities;
import dev.atelier.catalog.FieldProblem;
import dev.atelier.catalog.FieldRule;
import dev.atelier.catalog.FieldRule.Files;
import dev.atelier.input.Input;
import dev.atelier.input.InputId;
import dev.atelier.input.InputProperties;
import dev.atelier.input.InputTypes;
import dev.atelier.input.UserInputs;
import dev.atelier.output.store.FileTooLarge;
import dev.atelier.output.store.IncomingFile;
import dev.atelier.output.store.OutputStore;

/**
 * The files of a request that its model's schema allows. Ids must be the caller's own inputs and of a type that the field takes;
 * files that are written into the request become inputs, so that no job's row holds their bytes. Nothing is stored before
 * everything was found to be in order.
 */
@Component
public class RequestFiles {
    private static final String DATA = "data:";
    private static final String BASE64 = ";base64,";
    private static final String NO_BASE64 = "base64 as RFC 4648 has it: padded, and nothing left over";
    private static final String NO_INPUT = "the id of an input of yours, from POST /api/v1/inputs";

    private final UserInputs inputs;
    private final OutputStore store;
    private final InputIntake intake;
    private final InputProperties properties;

    RequestFiles(UserInputs inputs, OutputStore store, InputIntake intake, InputProperties properties) {
        this.inputs = inputs;
        this.store = store;
        this.intake = intake;
        this.properties = properties;
    }

    /**
     * @param fields of the request, flat, found to fit the model's schema
     * @return those with files in them, as they are to be kept: addresses and ids only
     * @throws Refusal naming every problem
     */
    public Map<String, JsonNode> taken(Caller caller, Capabilities capabilities, Map<String, JsonNode> fields) {
        var files = capabilities.fields()
                .stream()
                .filter(Files.class::isInstance)
                .map(Files.class::cast)
                .flatMap(it -> written(it, fields.get(it.name())).stream())
                .toList();
        if (files.isEmpty()) {
            return Map.of();
        }
        var arrived = new HashMap<Written, IncomingFile>();
        try {
            requireInOrder(caller, files, arrived);
            var kept = new HashMap<Written, InputId>();
            arrived.forEach((it, file) -> kept.put(it, intake.keep(caller, file, it.declaredType()).id()));
            return references(files, kept);
        } finally {
            arrived.values().forEach(IncomingFile::close);
        }
    }

    private static List<Written> written(Files rule, @Nullable JsonNode value) {
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            return List.of(new Written(rule, rule.name(), value.asString(), true));
        }
        var all = new ArrayList<Written>();
        value.forEach(it -> all.add(new Written(rule, rule.name() + "[" + all.size() + "]", it.asString(), false)));
        return all;
    }

    private void requireInOrder(Caller caller, List<Written> files, Map<Written, IncomingFile> arrived) {
        var ids = files.stream().flatMap(it -> it.id().stream()).distinct().toList();
        var own = inputs.used(caller.userId(), ids).stream().collect(Collectors.toMap(Input::id, it -> it));
        var problems = new ArrayList<FieldProblem>();
        for (var file : files) {
            if (file.isData()) {
                receive(file, arrived).ifPresent(problems::add);
            } else if (file.id().isPresent()) {
                problem(file, Optional.ofNullable(own.get(file.id().get()))).ifPresent(problems::add);
            } else if (!isAddress(file.text())) {
                problems.add(file.problem("an http(s) address with a host, and without a user name"));
            }
        }
        if (!problems.isEmpty()) {
            throw Refusal.of(problems);
        }
    }

    private static Optional<FieldProblem> problem(Written file, Optional<Input> input) {
        if (input.isEmpty()) {
            return Optional.of(file.problem(NO_INPUT));
        }
        var type = input.get().contentType();
        return InputTypes.isAmong(type, file.rule().types())
                ? Optional.empty()
                : Optional.of(file.problem("an input of " + String.join(", ", file.rule().types())
                        + "; this one is " + type));
    }

    private Optional<FieldProblem> receive(Written file, Map<Written, IncomingFile> arrived) {
        long most = properties.maxBytes().toBytes();
        if (!file.isWholeBase64()) {
            return Optional.of(file.problem(NO_BASE64));
        }
        try {
            var received = store.receive(file.bytes(), most);
            arrived.put(file, received);
            var type = InputTypes.of(received.beginning());
            return type.filter(it -> InputTypes.same(it, file.declaredType())).isPresent()
                    ? Optional.empty()
                    : Optional.of(file.problem("a file of " + file.declaredType() + ", as it says; its bytes are "
                            + type.orElse("nothing that is taken here")));
        } catch (FileTooLarge _) {
            return Optional.of(file.problem("a file of at most " + most + " bytes"));
        } catch (IOException _) {
            return Optional.of(file.problem(NO_BASE64));
        }
    }

    /** The form only: where its name leads is judged when somebody goes there. */
    private static boolean isAddress(String text) {
        try {
            var address = new URI(text);
            return address.getHost() != null && address.getRawUserInfo() == null;
        } catch (URISyntaxException _) {
            return false;
        }
    }

    private static Map<String, JsonNode> references(List<Written> files, Map<Written, InputId> kept) {
        var references = new LinkedHashMap<String, JsonNode>();
        for (var file : files) {
            var id = kept.get(file);
            var reference = StringNode.valueOf(id == null ? file.text() : id.toString());
            if (file.alone()) {
                references.put(file.rule().name(), reference);
            } else {
                var list = references.computeIfAbsent(file.rule().name(), _ -> JsonNodeFactory.instance.arrayNode());
                ((ArrayNode) list).add(reference);
            }
        }
        return references;
    }

    /**
     * One file as it was written.
     *
     * @param place where: {@code images[1]}
     * @param alone it is the field's value, not one of a list
     */
    private record Written(Files rule, String place, String text, boolean alone) {
        boolean isData() {
            return text.startsWith(DATA);
        }

        Optional<InputId> id() {
            return text.length() > 36 ? Optional.empty() : Ids.uuid(text).map(InputId::new);
        }

        String declaredType() {
            return text.substring(DATA.length(), text.indexOf(BASE64));
        }

        private int start() {
            return text.indexOf(BASE64) + BASE64.length();
        }

        /** One text for each file: no missing padding, and no bits after the last byte. */
        boolean isWholeBase64() {
            if ((text.length() - start()) % 4 != 0) {
                return false;
            }
            var end = text.substring(text.length() - 4);
            return Base64.getEncoder().encodeToString(Base64.getDecoder().decode(end)).equals(end);
        }

        InputStream bytes() {
            return Base64.getDecoder()
                    .wrap(new ByteArrayInputStream(text.substring(start()).getBytes(StandardCharsets.ISO_8859_1)));
        }

        FieldProblem problem(String allowed) {
            return new FieldProblem(place, FieldRule.shown(StringNode.valueOf(text)), allowed);
        }
    }
}
