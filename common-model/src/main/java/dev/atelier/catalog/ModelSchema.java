package dev.atelier.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.AnnotationKeyword;
import com.networknt.schema.path.NodePath;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A model's requests as a JSON Schema 2020-12, in the standard vocabulary, and the judge by that schema: what a form drawn from it
 * allows is what the API accepts. Made once for each version of a model; used by many threads.
 */
public final class ModelSchema {
    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
    private static final String OPTIONS = "options.";
    private static final int MOST_METADATA = 20;
    private static final int LONGEST_METADATA_KEY = 64;
    private static final int LONGEST_METADATA_VALUE = 500;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDialect(Dialect
            .builder(DIALECT, Dialects.getDraft202012())
            .keyword(new AnnotationKeyword(FieldSchemas.FORM))
            .build());

    private final Capabilities capabilities;
    private final List<CrossRule> rules;
    private final ObjectNode json;
    private final Schema schema;
    private final String fields;

    /** @param id of the model, which a request names */
    public ModelSchema(ModelId id, String title, Capabilities capabilities) {
        this.capabilities = capabilities;
        this.rules = allRules(capabilities);
        this.json = json(id, title);
        this.schema = REGISTRY.getSchema(json);
        this.fields = capabilities.fields().stream().map(FieldRule::name).collect(Collectors.joining(", "));
    }

    /** The schema as it is shown. Not to be changed. */
    public ObjectNode json() {
        return json;
    }

    /**
     * Everything that is wrong with the request, each field once. Empty: all is well.
     *
     * @param request the body, without fields whose value is null: these count as absent
     */
    public List<FieldProblem> problems(ObjectNode request) {
        var found = schema.validate(request);
        if (found.isEmpty()) {
            return List.of();
        }
        var fields = new HashSet<String>();
        return found.stream().flatMap(it -> problems(it, request)).filter(it -> fields.add(it.field())).toList();
    }

    /** A table of two fields says which of their values go together: rules like any others. */
    private static List<CrossRule> allRules(Capabilities capabilities) {
        var all = new ArrayList<>(capabilities.rules());
        for (var table : capabilities.tables()) {
            var second = table.of().getLast();
            var everything = table.rows().stream().map(it -> it.get(table.of().size() - 1)).distinct().count();
            table.together().forEach((value, others) -> {
                if (others.size() < everything) {
                    all.add(new CrossRule(Map.of(table.of().getFirst(), List.of(value)), List.of(),
                            Map.of(second, new CrossRule.Limit(others, null, null, null, null))));
                }
            });
        }
        return all;
    }

    private ObjectNode json(ModelId id, String title) {
        var root = JSON.objectNode()
                .put("$schema", DIALECT)
                .put("$id", "urn:atelier:model:" + id)
                .put("title", title)
                .put("type", "object");
        var properties = root.putObject("properties");
        properties.set("aiModelId", JSON.objectNode().put("const", id.toString()));
        var required = new LinkedHashSet<>(Set.of("aiModelId"));
        var options = JSON.objectNode().put("type", "object").put("title", "Options");
        var optionProperties = options.putObject("properties");
        var requiredOptions = new LinkedHashSet<String>();
        int order = 0;
        for (var rule : capabilities.fields()) {
            boolean isOption = rule.name().startsWith(OPTIONS);
            (isOption ? optionProperties : properties).set(leaf(rule.name()), FieldSchemas.of(rule, order++));
            if (rule.required() && rule.defaultValue() == null) {
                (isOption ? requiredOptions : required).add(leaf(rule.name()));
                if (isOption) {
                    required.add("options");
                }
            }
        }
        if (!optionProperties.isEmpty()) {
            options.put("additionalProperties", false);
            putRequired(options, requiredOptions);
            properties.set("options", options);
        }
        properties.set("metadata", metadata());
        putRequired(root, required);
        root.put("additionalProperties", false);
        if (!rules.isEmpty()) {
            var all = root.putArray("allOf");
            rules.forEach(it -> all.add(json(it)));
        }
        return root;
    }

    private static ObjectNode metadata() {
        var metadata = JSON.objectNode()
                .put("type", "object")
                .put("title", "Your own labels")
                .put("maxProperties", MOST_METADATA);
        metadata.putObject("propertyNames").put("maxLength", LONGEST_METADATA_KEY).put("pattern", "\\S");
        metadata.putObject("additionalProperties").put("type", "string").put("maxLength", LONGEST_METADATA_VALUE);
        return metadata;
    }

    private ObjectNode json(CrossRule rule) {
        var json = JSON.objectNode();
        var conditions = json.putObject("if").putArray("allOf");
        rule.when().forEach((field, values) -> {
            var oneOf = JSON.objectNode();
            oneOf.putArray("enum").addAll(values);
            var byDefault = capabilities.rule(field).map(FieldRule::defaultValue).filter(values::contains);
            conditions.add(within(field, oneOf, byDefault.isEmpty()));
        });
        rule.whenPresent().forEach(it -> conditions.add(within(it, JSON.objectNode(), true)));
        var consequences = json.putObject("then").putArray("allOf");
        rule.then().forEach((field, limit) -> consequences.add(consequence(field, limit)));
        return json;
    }

    private ObjectNode consequence(String field, CrossRule.Limit limit) {
        if (limit.isAbsent()) {
            return within(field, JSON.booleanNode(false), false);
        }
        var schema = JSON.objectNode();
        if (limit.values() != null) {
            schema.putArray("enum").addAll(limit.values());
        }
        var rule = capabilities.rule(field).orElseThrow();
        boolean ofFiles = rule instanceof FieldRule.Files;
        if (limit.min() != null) {
            schema.put(ofFiles ? "minItems" : "minimum", limit.min());
        }
        if (limit.max() != null) {
            schema.put(ofFiles ? "maxItems" : "maximum", limit.max());
        }
        return within(field, schema, limit.isRequired() || isBrokenBy(rule.defaultValue(), limit));
    }

    /** Then the default would break the rule in silence, so the field must be written. */
    private static boolean isBrokenBy(@Nullable JsonNode byDefault, CrossRule.Limit limit) {
        return byDefault != null && (limit.values() != null && !limit.values().contains(byDefault)
                || limit.min() != null && byDefault.isNumber() && byDefault.decimalValue().compareTo(limit.min()) < 0
                || limit.max() != null && byDefault.isNumber() && byDefault.decimalValue().compareTo(limit.max()) > 0);
    }

    private static ObjectNode within(String field, JsonNode schema, boolean required) {
        var inner = JSON.objectNode();
        inner.putObject("properties").set(leaf(field), schema);
        if (required) {
            inner.putArray("required").add(leaf(field));
        }
        if (!field.startsWith(OPTIONS)) {
            return inner;
        }
        var outer = JSON.objectNode();
        outer.putObject("properties").set("options", inner);
        if (required) {
            outer.putArray("required").add("options");
        }
        return outer;
    }

    private static void putRequired(ObjectNode schema, Collection<String> names) {
        if (!names.isEmpty()) {
            var array = schema.putArray("required");
            names.stream().sorted().forEach(array::add);
        }
    }

    private static String leaf(String field) {
        return field.startsWith(OPTIONS) ? field.substring(OPTIONS.length()) : field;
    }

    /** Options that are not there at all are missing one by one. */
    private Stream<FieldProblem> problems(Error error, ObjectNode request) {
        return field(error).equals("options") && !request.has("options") && crossRule(error) == null
                ? capabilities.fields()
                        .stream()
                        .filter(it -> it.name().startsWith(OPTIONS) && it.required() && it.defaultValue() == null)
                        .map(it -> new FieldProblem(it.name(), "null", it.allowed()))
                : Stream.of(problem(error, request));
    }

    private FieldProblem problem(Error error, ObjectNode request) {
        var field = field(error);
        var there = request.at(pointer(error));
        var value = there.isMissingNode() ? "null" : FieldRule.shown(there);
        if (field.startsWith("metadata")) {
            return metadataProblem(field, error, value);
        }
        var rule = capabilities.rule(field);
        var cross = crossRule(error);
        if (cross != null && cross.then().containsKey(field)) {
            var limit = cross.then().get(field);
            return new FieldProblem(field, value, limit.allowed() + " " + cross.condition());
        }
        if (rule.isPresent()) {
            return new FieldProblem(field, value, rule.get().allowed());
        }
        return new FieldProblem(field, value, switch (field) {
            case "aiModelId" -> "an id from GET /api/v1/models";
            case "options" -> "an object";
            default -> "nothing: this model takes only " + fields;
        });
    }

    private static FieldProblem metadataProblem(String field, Error error, String value) {
        return switch (error.getKeyword()) {
            case "maxProperties" -> new FieldProblem("metadata", error.getInstanceNode().size() + " entries",
                    "at most " + MOST_METADATA + " entries");
            case "propertyNames" -> new FieldProblem(field, "a name of " + leafLength(field) + " characters",
                    "names of 1 to " + LONGEST_METADATA_KEY + " characters, not blank");
            default -> new FieldProblem(field, value, field.equals("metadata")
                    ? "an object of texts"
                    : "text of 0 to " + LONGEST_METADATA_VALUE + " characters");
        };
    }

    private static int leafLength(String field) {
        var name = field.substring(Math.min(field.length(), "metadata.".length()));
        return name.codePointCount(0, name.length());
    }

    /** Which of our rules between fields found it; null when none did. */
    private @Nullable CrossRule crossRule(Error error) {
        var path = error.getEvaluationPath();
        return path.getNameCount() > 1 && "allOf".equals(path.getElement(0))
                ? rules.get(Integer.parseInt(String.valueOf(path.getElement(1))))
                : null;
    }

    /** The field's full name. A problem of one element of a list is a problem of the field. */
    private static String field(Error error) {
        var at = error.getInstanceLocation();
        var names = new ArrayList<String>();
        for (int i = 0; i < at.getNameCount() && names.size() < 2; i++) {
            names.add(String.valueOf(at.getElement(i)));
        }
        if (error.getProperty() != null && names.size() < 2) {
            names.add(error.getProperty());
        }
        boolean nested = !names.isEmpty()
                && (names.getFirst().equals("options") || names.getFirst().equals("metadata"));
        return nested ? String.join(".", names) : names.isEmpty() ? "" : names.getFirst();
    }

    private static String pointer(Error error) {
        NodePath at = error.getInstanceLocation();
        var pointer = new StringBuilder();
        for (int i = 0; i < at.getNameCount(); i++) {
            pointer.append('/').append(escaped(String.valueOf(at.getElement(i))));
        }
        return error.getProperty() == null
                ? pointer.toString()
                : pointer.append('/').append(escaped(error.getProperty())).toString();
    }

    private static String escaped(String step) {
        return step.replace("~", "~0").replace("/", "~1");
    }
}
