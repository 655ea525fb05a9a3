package dev.atelier.simulator.forms;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one endpoint takes.
 *
 * @param rules
 *            by field; a field without one is refused
 * @param required
 *            fields that must be there
 */
public record FormContract(Map<String, FormRule> rules, Set<String> required) {

    public FormContract {
        rules = new LinkedHashMap<>(rules);
        required = new LinkedHashSet<>(required);
    }

    /** Why a field is refused. */
    public enum Fault {
        MISSING,
        UNKNOWN,
        WRONG
    }

    /**
     * @param what
     *            to stand after the field's name
     */
    public record Problem(String field, Fault fault, String what) {
        @Override
        public String toString() {
            return field + ": " + what;
        }
    }

    /** The same and more. */
    public FormContract with(Map<String, FormRule> more) {
        var all = new LinkedHashMap<>(rules);
        all.putAll(more);
        return new FormContract(all, required);
    }

    /** The same without these. */
    public FormContract without(String... fields) {
        var fewer = new LinkedHashMap<>(rules);
        List.of(fields).forEach(fewer::remove);
        return new FormContract(fewer, required);
    }

    /** The same, with these that must be there too. */
    public FormContract requiring(String... fields) {
        var more = new LinkedHashSet<>(required);
        more.addAll(List.of(fields));
        return new FormContract(rules, more);
    }

    /** Everything that is wrong, missing fields first. */
    public List<Problem> problems(Form form) {
        var problems = new ArrayList<Problem>();
        required.stream()
                .filter(name -> !form.has(name))
                .forEach(name -> problems.add(new Problem(name, Fault.MISSING, "is required")));
        var names = new LinkedHashSet<>(form.texts().keySet());
        names.addAll(form.files().keySet());
        for (var name : names) {
            var rule = rules.get(name);
            if (rule == null) {
                problems.add(new Problem(name, Fault.UNKNOWN, "is not a field of this endpoint"));
                continue;
            }
            var texts = form.texts().getOrDefault(name, List.of());
            var files = form.files().getOrDefault(name, List.of());
            if (texts.size() + files.size() > rule.most()) {
                problems.add(new Problem(name, Fault.WRONG, "is given more than " + rule.most() + " times"));
            }
            texts.forEach(it -> rule.problemWith(it)
                    .ifPresent(what -> problems.add(new Problem(name, Fault.WRONG, what))));
            files.forEach(it -> rule.problemWith(it)
                    .ifPresent(what -> problems.add(new Problem(name, Fault.WRONG, what))));
        }
        return problems;
    }
}
