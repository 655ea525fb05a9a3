package dev.atelier.worker.provider;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BinaryNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

import dev.atelier.catalog.BodyBuilder;
import dev.atelier.catalog.FieldProblem;
import dev.atelier.catalog.FieldRule;
import dev.atelier.catalog.ModelId;
import dev.atelier.catalog.SentFiles;
import dev.atelier.worker.provider.PackagedCatalog.Model;

/** Requests that a model takes. */
final class Samples {
    static final String PROMPT = "A brass fox under glass, Übermut \"quoted\"";
    private static final int TRIES = 200;
    /** One pixel is less than some providers take; this is 64 by 64. */
    private static final byte[] PNG = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAIAAAAlC+aJAAAAT0lEQVR42u3PQQkAAAgEsItjRCMaywi+"
                    + "hcEKLNP1WgQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQELgsA5oFL"
                    + "7wUmagAAAABJRU5ErkJggg==");

    private Samples() {}

    /**
     * These fields and what must be there beside them.
     *
     * @throws AssertionError when no request can hold them: then the catalog promises what cannot be had
     */
    static Map<String, JsonNode> valid(Model model, Map<String, JsonNode> wanted) {
        var request = new LinkedHashMap<>(wanted);
        for (var rule : model.capabilities().fields()) {
            if (rule.required() && rule.defaultValue() == null) {
                request.putIfAbsent(rule.name(), usual(rule));
            }
        }
        var problems = problems(model, request);
        for (int i = 0; !problems.isEmpty() && i < TRIES; i++) {
            if (!repaired(model, wanted, request, problems)) {
                break;
            }
            problems = problems(model, request);
        }
        if (!problems.isEmpty()) {
            throw new AssertionError(model + " has no request with " + shown(wanted) + ": " + problems);
        }
        return request;
    }

    /** Changes one field that was not asked for, so that fewer problems are left. */
    private static boolean repaired(Model model, Map<String, JsonNode> wanted, Map<String, JsonNode> request,
            List<FieldProblem> problems) {
        for (var rule : model.capabilities().fields()) {
            if (wanted.containsKey(rule.name())) {
                continue;
            }
            for (var candidate : values(rule).toList()) {
                var changed = new LinkedHashMap<>(request);
                changed.put(rule.name(), candidate);
                if (problems(model, changed).size() < problems.size()) {
                    request.putAll(changed);
                    return true;
                }
            }
        }
        return false;
    }

    static List<FieldProblem> problems(Model model, Map<String, JsonNode> request) {
        return model.schema().problems(body(model, request));
    }

    static ObjectNode body(Model model, Map<String, JsonNode> request) {
        var body = new BodyBuilder().put("aiModelId",
                StringNode.valueOf(ModelId.of(model.provider(), model.slug()).toString()));
        request.forEach(body::put);
        return body.build();
    }

    /** One for the defaults, and one for every value or bound of every field. */
    static Stream<Map<String, JsonNode>> requests(Model model) {
        return Stream.concat(Stream.of(Map.of()), model.capabilities()
                .fields()
                .stream()
                .flatMap(rule -> values(rule).map(it -> Map.of(rule.name(), it))));
    }

    static Stream<JsonNode> values(FieldRule rule) {
        return switch (rule) {
            case FieldRule.Choice it -> it.values().stream().map(value -> StringNode.valueOf(value.value()));
            case FieldRule.WholeNumber it -> it.values() == null
                    ? Stream.of(LongNode.valueOf(it.min()), LongNode.valueOf(it.max()))
                    : it.values().stream().map(LongNode::valueOf);
            case FieldRule.DecimalNumber it -> Stream.of(DecimalNode.valueOf(it.min()), DecimalNode.valueOf(it.max()));
            case FieldRule.Flag _ -> Stream.of(BooleanNode.TRUE, BooleanNode.FALSE);
            case FieldRule.Text it -> it.pattern() == null
                    ? Stream.of(StringNode.valueOf("ü".repeat(it.maxLength())))
                    : Stream.of(usual(it));
            case FieldRule.Files it -> it.one()
                    ? Stream.of(StringNode.valueOf(file(it)))
                    : Stream.of(files(it, Math.max(1, it.min())), files(it, it.max()));
        };
    }

    private static JsonNode usual(FieldRule rule) {
        return switch (rule) {
            case FieldRule.Text it when rule.name().equals("prompt") && fits(PROMPT, it) -> StringNode.valueOf(PROMPT);
            // Not any text fits it, but its default does.
            case FieldRule.Text it when it.pattern() != null && it.defaultValue() != null -> it.defaultValue();
            case FieldRule.Text it -> StringNode.valueOf(it.field().form() != null && it.field().form().title() != null
                    ? "Sample"
                    : "Sample".substring(0, Math.min(6, it.maxLength())));
            case FieldRule.Choice _,FieldRule.WholeNumber _,FieldRule.DecimalNumber _,FieldRule.Flag _,FieldRule.Files _ ->
                values(rule).findFirst().orElseThrow();
        };
    }

    private static boolean fits(String text, FieldRule.Text rule) {
        return rule.pattern() == null || Pattern.compile(rule.pattern()).matcher(text).find();
    }

    private static JsonNode files(FieldRule.Files rule, int count) {
        var list = JsonNodeFactory.instance.arrayNode();
        IntStream.range(0, count).forEach(_ -> list.add(file(rule)));
        return list;
    }

    private static String file(FieldRule.Files rule) {
        return "https://fixtures.example.com/house." + rule.types().getFirst().replaceAll(".*/", "");
    }

    /** What a worker would make of the files above. */
    static SentFiles.Resolver files() {
        return (reference, as) -> switch (as) {
            case URL -> new SentFiles.Resolved(StringNode.valueOf(reference), "image/png");
            case DATA_URL -> new SentFiles.Resolved(StringNode.valueOf("data:image/png;base64," + Base64.getEncoder()
                    .encodeToString(PNG)), "image/png");
            case BASE64, PART -> new SentFiles.Resolved(BinaryNode.valueOf(PNG), "image/png");
        };
    }

    static String shown(Map<String, JsonNode> request) {
        return Optional.of(request.toString()).map(it -> it.substring(0, Math.min(80, it.length()))).orElseThrow();
    }
}
