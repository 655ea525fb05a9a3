package dev.atelier.worker.provider;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.atelier.job.ProviderJobId;

/**
 * JSON that a provider sent, read leniently where providers are loose: a number may come as text, a field under two names. It
 * is addressed by JSON pointers; what is absent, null, blank or of another kind is empty.
 */
public record ProviderJson(JsonNode root) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Empty when the text is no JSON object. */
    public static Optional<ProviderJson> parse(String text) {
        try {
            return Optional.of(JSON.readTree(text)).filter(JsonNode::isObject).map(ProviderJson::new);
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    /** The first of these that is a text with something in it, or a number. */
    public Optional<String> text(String... pointers) {
        return Arrays.stream(pointers)
                .map(root::at)
                .filter(it -> it.isString() || it.isNumber())
                .map(it -> it.isString() ? it.stringValue() : it.toString())
                .filter(it -> !it.isBlank())
                .findFirst();
    }

    /** The first of these that is a whole number, written as a number or as text. */
    public Optional<Long> number(String... pointers) {
        return Arrays.stream(pointers).flatMap(it -> text(it).stream()).flatMap(ProviderJson::whole).findFirst();
    }

    private static Stream<Long> whole(String text) {
        return text.matches("-?[0-9]{1,18}") ? Stream.of(Long.valueOf(text)) : Stream.empty();
    }

    /** The first of these that can be a job's id: printable, without spaces, not too long to be stored. */
    public Optional<ProviderJobId> id(String... pointers) {
        return Arrays.stream(pointers)
                .flatMap(it -> text(it).stream())
                .filter(it -> it.matches("[!-~]{1,200}"))
                .findFirst()
                .map(ProviderJobId::new);
    }

    /** The object there. */
    public Optional<ProviderJson> object(String pointer) {
        return Optional.of(root.at(pointer)).filter(JsonNode::isObject).map(ProviderJson::new);
    }

    /** The objects in the array there. */
    public List<ProviderJson> objects(String pointer) {
        return elements(pointer).filter(JsonNode::isObject).map(ProviderJson::new).toList();
    }

    /** The texts in the array there. */
    public List<String> texts(String pointer) {
        return elements(pointer).filter(JsonNode::isString).map(JsonNode::stringValue).toList();
    }

    private Stream<JsonNode> elements(String pointer) {
        var array = root.at(pointer);
        return array.isArray() ? array.valueStream() : Stream.empty();
    }

    /** Hides the content: it may hold a prompt. */
    @Override
    public String toString() {
        return "ProviderJson";
    }
}
