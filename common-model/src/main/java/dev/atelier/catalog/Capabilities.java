package dev.atelier.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;

/** What a model accepts, field by field. A field without a rule is refused, not ignored. */
public record Capabilities(List<FieldRule> fields) {
    public Capabilities {
        fields = List.copyOf(fields);
        var names = fields.stream().map(FieldRule::name).toList();
        if (names.stream().distinct().count() != names.size()) {
            throw new IllegalArgumentException("a field has two rules in " + names);
        }
    }

    public Optional<FieldRule> rule(String field) {
        return fields.stream().filter(it -> it.name().equals(field)).findFirst();
    }

    /** Everything that is wrong with the request, in the order of its fields, then what is missing. Empty: all is well. */
    public List<FieldProblem> problems(GenerationRequest request) {
        var problems = new ArrayList<FieldProblem>();
        request.fields()
                .forEach((field, value) -> rule(field).ifPresentOrElse(
                        rule -> rule.problemWith(value).ifPresent(problems::add),
                        () -> problems.add(unsupported(field, value))));
        for (var rule : fields) {
            if (rule.required() && !request.fields().containsKey(rule.name())) {
                problems.add(new FieldProblem(rule.name(), "null", rule.allowed()));
            }
        }
        return problems;
    }

    /**
     * The request in the provider's vocabulary.
     *
     * @throws IllegalArgumentException when {@link #problems} would have found something: ask it first
     */
    public List<AppliedField> apply(GenerationRequest request) {
        var problems = problems(request);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("not what the model accepts: " + problems);
        }
        var applied = new ArrayList<AppliedField>();
        for (var rule : fields) {
            var asked = request.fields().get(rule.name());
            var value = asked == null ? rule.defaultValue() : asked;
            if (value == null) {
                continue;
            }
            var sent = rule.sentAs() == null ? null : rule.toProvider(value);
            applied.add(new AppliedField(rule.name(), how(asked == null, value, sent), value, rule.sentAs(), sent));
        }
        return applied;
    }

    private static AppliedField.How how(boolean byDefault, JsonNode value,
            @org.jspecify.annotations.Nullable JsonNode sent) {
        if (byDefault) {
            return AppliedField.How.DEFAULTED;
        }
        return sent == null || sent.equals(value) ? AppliedField.How.APPLIED : AppliedField.How.CONVERTED;
    }

    private FieldProblem unsupported(String field, JsonNode value) {
        var known = fields.stream().map(FieldRule::name).collect(Collectors.joining(", "));
        return new FieldProblem(field, FieldRule.shown(value), "nothing: this model takes only " + known);
    }

    /** The rules by name, for looking at them one by one. */
    public Map<String, FieldRule> byName() {
        return fields.stream()
                .collect(Collectors.toMap(FieldRule::name, it -> it, (a, b) -> a,
                        java.util.LinkedHashMap::new));
    }
}
