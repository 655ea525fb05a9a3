package dev.atelier.catalog;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.StringNode;

import dev.atelier.catalog.FieldRule.Handing;

/**
 * Files that go to a provider, as they were accepted: what it is handed is made of them when the job is submitted, since bytes do
 * not belong in a job's row.
 *
 * @param references each an address, or the id of an input of ours
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SentFiles(String field, @Nullable String sentAs, Handing handed, List<String> references) {
    public SentFiles {
        references = List.copyOf(references);
    }

    /** A file in the form that was asked for: {@link Handing.As#BASE64} and {@code PART} are a binary node. */
    public record Resolved(JsonNode value, String contentType) {}

    /** Makes of a reference what the provider is handed. */
    @FunctionalInterface
    public interface Resolver extends BiFunction<String, Handing.As, Resolved> {
        /** Shows the reference where the file would be: for a person to read. */
        Resolver REFERENCES = (reference, as) -> new Resolved(StringNode.valueOf(reference), "(its content type)");
    }

    void putInto(BodyBuilder body, Resolver resolver) {
        var items = references.stream().map(it -> item(resolver.apply(it, handed.as()))).toList();
        for (int i = 0; i < items.size() && i < handed.places().size(); i++) {
            body.put(handed.places().get(i), items.get(i));
        }
        if (sentAs != null && handed.places().isEmpty()) {
            body.put(sentAs, handed.single() ? items.getFirst() : JsonNodeFactory.instance.arrayNode().addAll(items));
        }
    }

    private JsonNode item(Resolved file) {
        var template = handed.item();
        return template == null ? file.value() : filled(template, file);
    }

    private static JsonNode filled(JsonNode template, Resolved file) {
        if (template.isString()) {
            return switch (template.stringValue()) {
                case "$value" -> file.value();
                case "$type" -> StringNode.valueOf(file.contentType());
                default -> template;
            };
        }
        if (template.isObject()) {
            var object = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> it : template.properties()) {
                object.set(it.getKey(), filled(it.getValue(), file));
            }
            return object;
        }
        if (template.isArray()) {
            var array = JsonNodeFactory.instance.arrayNode();
            template.forEach(it -> array.add(filled(it, file)));
            return array;
        }
        return template;
    }
}
