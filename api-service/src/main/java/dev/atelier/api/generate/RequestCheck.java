package dev.atelier.api.generate;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.api.input.Ids;
import dev.atelier.api.problems.Refusal;
import dev.atelier.catalog.AiModel;
import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.Category;
import dev.atelier.catalog.FieldProblem;
import dev.atelier.catalog.FieldRule;
import dev.atelier.catalog.GenerationRequest;
import dev.atelier.catalog.ModelId;

/**
 * Reads one body and finds everything that is wrong with it, by the JSON Schema of its model, in the order it was written. An
 * explicit null counts as absent.
 */
final class RequestCheck {
    private static final String MODEL = "aiModelId";
    private static final String OPTIONS = "options";
    private static final String METADATA = "metadata";

    private RequestCheck() {}

    /** @throws Refusal naming every problem */
    static CheckedRequest of(ObjectNode body, Category category, Catalog catalog) {
        var request = withoutNulls(body);
        var model = model(request.get(MODEL), category, catalog);
        var problems = new ArrayList<FieldProblem>();
        if (model.isEmpty()) {
            problems.add(new FieldProblem(MODEL, request.has(MODEL) ? FieldRule.shown(request.get(MODEL)) : "null",
                    "an id from GET /api/v1/models?category=" + category + known(request.get(MODEL), catalog)));
        }
        request.propertyStream()
                .filter(it -> it.getKey().startsWith(OPTIONS + "."))
                .forEach(it -> problems.add(new FieldProblem(it.getKey(), FieldRule.shown(it.getValue()),
                        "nothing: options are written as an object, {\"options\": {\"…\": …}}")));
        var named = problems.stream().map(FieldProblem::field).collect(Collectors.toSet());
        model.ifPresent(it -> it.schema()
                .problems(request)
                .stream()
                .filter(found -> !named.contains(found.field()))
                .forEach(problems::add));
        if (!problems.isEmpty() || model.isEmpty()) {
            throw Refusal.of(inOrder(problems, places(request)));
        }
        return checked(model.get(), request);
    }

    private static CheckedRequest checked(AiModel model, ObjectNode request) {
        var written = new LinkedHashMap<String, JsonNode>();
        var fields = new LinkedHashMap<String, JsonNode>();
        var metadata = new LinkedHashMap<String, String>();
        request.forEachEntry((name, value) -> {
            switch (name) {
                case MODEL -> {
                    // Which model it is, is no field of the model's.
                }
                case METADATA -> value.forEachEntry((key, text) -> metadata.put(key, text.asString()));
                case OPTIONS -> {
                    written.put(name, value);
                    value.forEachEntry((option, it) -> fields.put(OPTIONS + "." + option, it));
                }
                default -> {
                    written.put(name, value);
                    fields.put(name, value);
                }
            }
        });
        return new CheckedRequest(model, written, new GenerationRequest(model.id(), fields), metadata);
    }

    private static Optional<AiModel> model(@Nullable JsonNode id, Category category, Catalog catalog) {
        return id(id).flatMap(catalog::model).filter(it -> it.category() == category);
    }

    private static Optional<ModelId> id(@Nullable JsonNode id) {
        return Optional.ofNullable(id)
                .filter(JsonNode::isString)
                .flatMap(it -> Ids.uuid(it.asString()))
                .map(ModelId::new);
    }

    /** Why a model that there is cannot be taken. */
    private static String known(@Nullable JsonNode id, Catalog catalog) {
        return id(id).flatMap(catalog::knownModel)
                .map(it -> it.isRetired(LocalDate.now(ZoneOffset.UTC))
                        ? "; this one was retired on " + it.retiresOn().orElseThrow()
                        : it.isEnabled()
                                ? "; this one is asked for at /api/v1/generate/" + it.category().slug()
                                : "; this one is switched off")
                .orElse("");
    }

    /** Of the body, of its options and of its metadata. */
    private static ObjectNode withoutNulls(ObjectNode object) {
        var without = JsonNodeFactory.instance.objectNode();
        object.forEachEntry((name, value) -> {
            if (!value.isNull()) {
                boolean hasFields = (name.equals(OPTIONS) || name.equals(METADATA)) && value instanceof ObjectNode;
                without.set(name, hasFields ? withoutNulls((ObjectNode) value) : value);
            }
        });
        return without;
    }

    /** Where each field stands, by its full name. */
    private static Map<String, Integer> places(ObjectNode request) {
        var places = new HashMap<String, Integer>();
        request.forEachEntry((name, value) -> {
            places.put(name, places.size());
            if (value instanceof ObjectNode nested) {
                nested.propertyNames().forEach(it -> places.put(name + "." + it, places.size()));
            }
        });
        return places;
    }

    /** As they were written; then what is missing. */
    private static List<FieldProblem> inOrder(List<FieldProblem> problems, Map<String, Integer> places) {
        return problems.stream()
                .sorted(Comparator.comparingInt(it -> places.getOrDefault(it.field(), Integer.MAX_VALUE)))
                .toList();
    }
}
