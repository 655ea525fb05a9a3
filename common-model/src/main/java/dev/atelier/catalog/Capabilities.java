package dev.atelier.catalog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import dev.atelier.catalog.FieldRule.Files;

/**
 * What a model accepts, field by field, and what is sent for it. A field without a rule is refused, not ignored.
 *
 * @param tables fields that are sent together, in other words
 * @param rules  what holds between fields
 * @param fixed  what is sent with every request, by its place in the provider's body
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Capabilities(List<FieldRule> fields, List<Combination> tables, List<CrossRule> rules,
        Map<String, JsonNode> fixed) {
    public Capabilities {
        fields = List.copyOf(fields);
        tables = tables == null ? List.of() : List.copyOf(tables);
        rules = rules == null ? List.of() : List.copyOf(rules);
        fixed = fixed == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(fixed));
        var names = fields.stream().map(FieldRule::name).toList();
        if (names.stream().distinct().count() != names.size()) {
            throw new IllegalArgumentException("a field has two rules in " + names);
        }
        for (var table : tables) {
            for (var field : table.of()) {
                if (fields.stream().noneMatch(it -> it.name().equals(field) && it.field().sentAs() == null)) {
                    throw new IllegalArgumentException("the table of " + table.of() + " needs a field " + field
                            + " without sentAs");
                }
            }
        }
        var named = Stream.concat(rules.stream().flatMap(it -> it.when().keySet().stream()),
                rules.stream().flatMap(it -> Stream.concat(it.whenPresent().stream(), it.then().keySet().stream())));
        named.filter(it -> !names.contains(it)).findFirst().ifPresent(it -> {
            throw new IllegalArgumentException("a rule is about " + it + ", which is no field of " + names);
        });
    }

    public Capabilities(List<FieldRule> fields) {
        this(fields, List.of(), List.of(), Map.of());
    }

    public Optional<FieldRule> rule(String field) {
        return fields.stream().filter(it -> it.name().equals(field)).findFirst();
    }

    /**
     * The request in the provider's vocabulary.
     *
     * @param request one in which {@link ModelSchema#problems} found nothing: of another, what comes out is undefined
     */
    public AppliedRequest apply(String model, String operation, GenerationRequest request) {
        var written = request.fields();
        var values = new LinkedHashMap<String, JsonNode>();
        fields.forEach(it -> value(it, written).ifPresent(value -> values.put(it.name(), value)));
        rules.stream()
                .filter(it -> it.applies(values, written))
                .flatMap(it -> it.then().entrySet().stream())
                .filter(it -> it.getValue().isAbsent() && !written.containsKey(it.getKey()))
                .forEach(it -> values.remove(it.getKey()));
        var byTable = sentByTables(values);
        var applied = new ArrayList<AppliedField>();
        var files = new ArrayList<SentFiles>();
        for (var rule : fields) {
            var value = values.get(rule.name());
            if (value == null) {
                continue;
            }
            if (rule instanceof Files it) {
                files.add(new SentFiles(it.name(), it.field().sentAs(), it.handed(), references(value)));
            }
            var sent = new LinkedHashMap<>(rule.sent(value));
            sent.putAll(byTable.getOrDefault(rule.name(), Map.of()));
            applied.add(new AppliedField(rule.name(), how(rule, !written.containsKey(rule.name()), value, sent), value,
                    sent));
        }
        return new AppliedRequest(model, operation, applied, fixed, files);
    }

    private static Optional<JsonNode> value(FieldRule rule, Map<String, JsonNode> written) {
        return Optional.ofNullable(written.getOrDefault(rule.name(), rule.defaultValue()));
    }

    private Map<String, Map<String, JsonNode>> sentByTables(Map<String, JsonNode> values) {
        var byField = new LinkedHashMap<String, Map<String, JsonNode>>();
        for (var table : tables) {
            var ours = table.of().stream().map(values::get).filter(Objects::nonNull).toList();
            if (ours.size() == table.of().size()) {
                var sent = table.sent(ours)
                        .orElseThrow(() -> new IllegalArgumentException(ours + " do not go together"));
                table.of().forEach(it -> byField.put(it, sent));
            }
        }
        return byField;
    }

    private static List<String> references(JsonNode value) {
        return value.isArray() ? value.valueStream().map(JsonNode::asString).toList() : List.of(value.asString());
    }

    private static AppliedField.How how(FieldRule rule, boolean byDefault, JsonNode value, Map<String, JsonNode> sent) {
        if (byDefault) {
            return AppliedField.How.DEFAULTED;
        }
        return sent.isEmpty() || rule instanceof Files || value.equals(at(rule.field().sentAs(), sent))
                ? AppliedField.How.APPLIED
                : AppliedField.How.CONVERTED;
    }

    private static @Nullable JsonNode at(@Nullable String place, Map<String, JsonNode> sent) {
        return place == null ? null : sent.get(place);
    }

    /** The rules by name, for looking at them one by one. */
    public Map<String, FieldRule> byName() {
        return fields.stream()
                .collect(Collectors.toMap(FieldRule::name, Function.identity(), (a, b) -> a, LinkedHashMap::new));
    }
}
