package dev.atelier.api.generate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
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
 * Reads one body and finds everything that is wrong with it, in the order it was written. An explicit null counts as absent.
 * For one request; not for two.
 */
final class RequestCheck {
    private static final String MODEL = "aiModelId";
    private static final String OPTIONS = "options";
    private static final String METADATA = "metadata";
    private static final int MOST_METADATA = 20;
    private static final int LONGEST_METADATA_KEY = 64;
    private static final int LONGEST_METADATA_VALUE = 500;

    private final Category category;
    private final Catalog catalog;
    private final Map<String, JsonNode> written = new LinkedHashMap<>();
    private final Map<String, JsonNode> fields = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final List<FieldProblem> problems = new ArrayList<>();
    /** Where each field stands, by its full name. */
    private final Map<String, Integer> places = new HashMap<>();
    private @Nullable AiModel model;

    private RequestCheck(Category category, Catalog catalog) {
        this.category = category;
        this.catalog = catalog;
    }

    /** @throws Refusal naming every problem */
    static CheckedRequest of(ObjectNode body, Category category, Catalog catalog) {
        return new RequestCheck(category, catalog).check(body);
    }

    private CheckedRequest check(ObjectNode body) {
        body.properties().forEach(it -> {
            places.put(it.getKey(), places.size());
            if (!it.getValue().isNull()) {
                read(it.getKey(), it.getValue());
            }
        });
        if (model == null && problems.stream().noneMatch(it -> it.field().equals(MODEL))) {
            problems.add(new FieldProblem(MODEL, "null", allowedModel()));
        }
        if (model != null) {
            var request = new GenerationRequest(model.id(), fields);
            problems.addAll(model.capabilities().problems(request));
            if (problems.isEmpty()) {
                return new CheckedRequest(model, written, request, metadata);
            }
        }
        problems.sort(Comparator.comparingInt(it -> places.getOrDefault(it.field(), Integer.MAX_VALUE)));
        throw Refusal.of(problems);
    }

    private void read(String name, JsonNode value) {
        switch (name) {
            case MODEL -> model(value).ifPresentOrElse(it -> model = it,
                    () -> problems.add(new FieldProblem(MODEL, FieldRule.shown(value), allowedModel())));
            case OPTIONS -> options(value);
            case METADATA -> metadata(value);
            default -> {
                if (name.startsWith(OPTIONS + ".")) {
                    problems.add(new FieldProblem(name, FieldRule.shown(value),
                            "nothing: options are written as an object, {\"options\": {\"…\": …}}"));
                } else {
                    fields.put(name, value);
                    written.put(name, value);
                }
            }
        }
    }

    private Optional<AiModel> model(JsonNode value) {
        return value.isString()
                ? Ids.uuid(value.asString())
                        .flatMap(it -> catalog.model(new ModelId(it)))
                        .filter(it -> it.category() == category)
                : Optional.empty();
    }

    private void options(JsonNode value) {
        if (!(value instanceof ObjectNode options)) {
            problems.add(new FieldProblem(OPTIONS, FieldRule.shown(value), "an object"));
            return;
        }
        written.put(OPTIONS, options);
        options.properties().forEach(it -> {
            var name = OPTIONS + "." + it.getKey();
            places.put(name, places.size());
            fields.put(name, it.getValue());
        });
    }

    private void metadata(JsonNode value) {
        if (!(value instanceof ObjectNode entries)) {
            problems.add(new FieldProblem(METADATA, FieldRule.shown(value), "an object of texts"));
            return;
        }
        if (entries.size() > MOST_METADATA) {
            problems.add(new FieldProblem(METADATA, entries.size() + " entries",
                    "at most " + MOST_METADATA + " entries"));
            return;
        }
        entries.properties().forEach(it -> {
            var name = METADATA + "." + it.getKey();
            places.put(name, places.size());
            if (it.getKey().isBlank() || length(it.getKey()) > LONGEST_METADATA_KEY) {
                problems.add(new FieldProblem(name, "a name of " + length(it.getKey()) + " characters",
                        "names of 1 to " + LONGEST_METADATA_KEY + " characters, not blank"));
            } else if (it.getValue().isString() && length(it.getValue().asString()) <= LONGEST_METADATA_VALUE) {
                metadata.put(it.getKey(), it.getValue().asString());
            } else if (!it.getValue().isNull()) {
                problems.add(new FieldProblem(name, FieldRule.shown(it.getValue()),
                        "text of 0 to " + LONGEST_METADATA_VALUE + " characters"));
            }
        });
    }

    private String allowedModel() {
        return "an id from GET /api/v1/models?category=" + category;
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
