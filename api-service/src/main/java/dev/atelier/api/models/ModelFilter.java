package dev.atelier.api.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.atelier.api.input.Ids;
import dev.atelier.api.problems.Refusal;
import dev.atelier.catalog.AiModel;
import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.Category;
import dev.atelier.catalog.FieldProblem;
import dev.atelier.catalog.FieldRule;

/** Which models are listed: those that meet everything that is asked for. What cannot be meant is refused, not met by nothing. */
final class ModelFilter {
    private static final int LONGEST_SEARCH = 200;

    private final List<AiModel> models;
    private final List<Predicate<AiModel>> all = new ArrayList<>();

    ModelFilter(Catalog catalog) {
        this.models = catalog.models();
    }

    List<AiModel> found() {
        return models.stream().filter(it -> all.stream().allMatch(test -> test.test(it))).toList();
    }

    /** @param text a category's name or slug */
    ModelFilter category(@Nullable String text) {
        if (text != null) {
            var category = Category.of(text)
                    .orElseThrow(() -> refusal("category", text, models.stream().map(it -> it.category().name())));
            all.add(it -> it.category() == category);
        }
        return this;
    }

    ModelFilter provider(@Nullable String code) {
        if (code != null) {
            if (models.stream().noneMatch(it -> it.provider().value().equals(code))) {
                throw refusal("provider", code, models.stream().map(it -> it.provider().value()));
            }
            all.add(it -> it.provider().value().equals(code));
        }
        return this;
    }

    /** @param wanted each a field ({@code seed}), or a field and a value that it takes ({@code aspectRatio:21:9}) */
    ModelFilter capabilities(@Nullable List<String> wanted) {
        if (wanted != null) {
            wanted.forEach(this::capability);
        }
        return this;
    }

    private void capability(String wanted) {
        int colon = wanted.indexOf(':');
        var field = colon < 0 ? wanted : wanted.substring(0, colon);
        if (models.stream().noneMatch(it -> it.capabilities().rule(field).isPresent())) {
            throw refusal("capability", wanted, models.stream()
                    .flatMap(it -> it.capabilities().fields().stream().map(FieldRule::name)));
        }
        all.add(it -> it.capabilities()
                .rule(field)
                .filter(rule -> colon < 0 || takes(rule, wanted.substring(colon + 1)))
                .isPresent());
    }

    private static boolean takes(FieldRule rule, String value) {
        return switch (rule) {
            case FieldRule.Choice it -> it.values().stream().anyMatch(each -> each.value().equals(value));
            case FieldRule.WholeNumber it -> value.matches("-?\\d{1,18}") && (it.values() == null
                    ? Long.parseLong(value) >= it.min() && Long.parseLong(value) <= it.max()
                    : it.values().contains(Long.valueOf(value)));
            case FieldRule.Flag _ -> value.equals("true") || value.equals("false");
            case FieldRule.Files it -> it.types().contains(value);
            case FieldRule.Text _,FieldRule.DecimalNumber _ -> false;
        };
    }

    /** @param words all of them stand in the model's key, name, description, provider or category */
    ModelFilter search(@Nullable String words) {
        if (words != null) {
            if (words.length() > LONGEST_SEARCH) {
                throw Refusal.of(new FieldProblem("q", Ids.shown(words), "at most " + LONGEST_SEARCH + " characters"));
            }
            for (var word : words.strip().toLowerCase(Locale.ROOT).split("\\s+")) {
                all.add(it -> text(it).contains(word));
            }
        }
        return this;
    }

    private static String text(AiModel model) {
        return String.join(" ", model.key(), model.name(), model.description().orElse(""), model.providerName(),
                model.category().name(), model.category().slug()).toLowerCase(Locale.ROOT);
    }

    private static Refusal refusal(String field, String value, java.util.stream.Stream<String> known) {
        return Refusal.of(new FieldProblem(field, Ids.shown(value),
                "one of " + known.distinct().sorted().collect(Collectors.joining(", "))));
    }
}
