package dev.atelier.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.catalog.FieldRule.Choice;
import dev.atelier.catalog.FieldRule.DecimalNumber;
import dev.atelier.catalog.FieldRule.Files;
import dev.atelier.catalog.FieldRule.Flag;
import dev.atelier.catalog.FieldRule.FormHint;
import dev.atelier.catalog.FieldRule.Text;
import dev.atelier.catalog.FieldRule.WholeNumber;

/**
 * One field as a JSON Schema, with what a form needs under the annotations {@code title}, {@code description}, {@code default} and
 * {@code x-form} (order, group, widget, unit).
 */
final class FieldSchemas {
    static final String FORM = "x-form";

    private static final Map<String, String> TITLES = Map.ofEntries(Map.entry("prompt", "Prompt"),
            Map.entry("negativePrompt", "Without"), Map.entry("aspectRatio", "Aspect ratio"),
            Map.entry("resolution", "Resolution"), Map.entry("numberOfGenerations", "How many"),
            Map.entry("seed", "Seed"), Map.entry("images", "Images"), Map.entry("duration", "Duration"),
            Map.entry("voice", "Voice"), Map.entry("language", "Language"));
    private static final List<String> MAIN = List.of("prompt", "images", "aspectRatio", "resolution",
            "numberOfGenerations", "duration", "voice");
    private static final Map<String, String> UNITS = Map.of("duration", "s");
    /** From here on a choice of whole numbers is drawn as one. */
    private static final int LONG_TEXT = 300;

    private FieldSchemas() {}

    static ObjectNode of(FieldRule rule, int order) {
        var schema = JsonNodeFactory.instance.objectNode();
        var form = Optional.ofNullable(rule.field().form());
        schema.put("title", form.map(FormHint::title).orElseGet(() -> title(rule.name())));
        if (rule.field().description() != null) {
            schema.put("description", rule.field().description());
        }
        constrain(schema, rule);
        if (rule.defaultValue() != null) {
            schema.set("default", rule.defaultValue());
        }
        var hints = schema.putObject(FORM)
                .put("order", order)
                .put("group", form.map(FormHint::group)
                        .orElse(MAIN.contains(rule.name()) || rule.required() ? "main" : "advanced"))
                .put("widget", form.map(FormHint::widget).orElseGet(() -> widget(rule)));
        var unit = form.map(FormHint::unit).orElse(UNITS.get(rule.name()));
        if (unit != null) {
            hints.put("unit", unit);
        }
        return schema;
    }

    private static void constrain(ObjectNode schema, FieldRule rule) {
        switch (rule) {
            case Text it -> {
                schema.put("type", "string").put("maxLength", it.maxLength());
                if (it.required()) {
                    schema.put("minLength", 1);
                }
                if (it.pattern() != null) {
                    schema.put("pattern", it.pattern());
                } else if (it.required()) {
                    schema.put("pattern", "\\S");
                }
            }
            case Choice it -> {
                var values = schema.put("type", "string").putArray("enum");
                it.values().forEach(value -> values.add(value.value()));
            }
            case WholeNumber it -> {
                schema.put("type", "integer");
                if (it.values() != null) {
                    var values = schema.putArray("enum");
                    it.values().forEach(values::add);
                } else {
                    schema.put("minimum", it.min()).put("maximum", it.max());
                }
            }
            case DecimalNumber it -> schema.put("type", "number").put("minimum", it.min()).put("maximum", it.max());
            case Flag _ -> schema.put("type", "boolean");
            case Files it -> files(schema, it);
        }
    }

    private static void files(ObjectNode schema, Files rule) {
        var reference = rule.one()
                ? schema
                : schema.put("type", "array")
                        .put("minItems", rule.required() ? Math.max(1, rule.min()) : rule.min())
                        .put("maxItems", rule.max())
                        .putObject("items");
        var types = rule.types().stream().map(it -> it.replace("+", "\\+")).collect(Collectors.joining("|"));
        reference.put("type", "string")
                .put("pattern", "^(https?://[^\\s]+|data:(" + types + ");base64,[A-Za-z0-9+/]+={0,2}"
                        + "|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$");
    }

    private static String title(String name) {
        var known = TITLES.get(name);
        if (known != null) {
            return known;
        }
        var words = name.substring(name.lastIndexOf('.') + 1).replaceAll("([a-z0-9])([A-Z])", "$1 $2");
        return words.substring(0, 1).toUpperCase(java.util.Locale.ROOT)
                + words.substring(1).toLowerCase(java.util.Locale.ROOT);
    }

    private static String widget(FieldRule rule) {
        return switch (rule) {
            case Text it -> it.maxLength() >= LONG_TEXT ? "textarea" : "text";
            case Choice _ -> "select";
            case WholeNumber it -> it.values() == null ? "number" : "select";
            case DecimalNumber _ -> "slider";
            case Flag _ -> "checkbox";
            case Files _ -> "file";
        };
    }
}
