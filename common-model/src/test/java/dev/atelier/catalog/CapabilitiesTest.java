package dev.atelier.catalog;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

class CapabilitiesTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Capabilities MODEL = new Capabilities(List.of(
            new FieldRule.Text("prompt", "prompt", true, null, null, 10),
            new FieldRule.Choice("aspectRatio", "image_size", false, json("\"1:1\""), null, List.of(
                    new FieldRule.Choice.Value("1:1", "square"), new FieldRule.Choice.Value("wide", "wide"))),
            new FieldRule.WholeNumber("numberOfGenerations", null, false, json("1"), null, 1, 1),
            new FieldRule.WholeNumber("seed", "seed", false, null, null, 0, 99),
            new FieldRule.DecimalNumber("options.style", "style", false, null, null, BigDecimal.ZERO, BigDecimal.ONE),
            new FieldRule.Flag("options.checked", "checked", false, null, null)));

    @Test
    void each_field_says_whether_it_was_applied_converted_or_defaulted() {
        var applied = MODEL.apply(request(Map.of("prompt", "\"a cat\"", "seed", "7")));
        assertThat(applied).extracting(AppliedField::field, AppliedField::how, it -> String.valueOf(it.sent()))
                .containsExactly(tuple("prompt", AppliedField.How.APPLIED, "\"a cat\""),
                        tuple("aspectRatio", AppliedField.How.DEFAULTED, "\"square\""),
                        tuple("numberOfGenerations", AppliedField.How.DEFAULTED, "null"),
                        tuple("seed", AppliedField.How.APPLIED, "7"));
        assertThat(MODEL.apply(request(Map.of("prompt", "\"x\"", "aspectRatio", "\"1:1\""))).get(1).how())
                .isEqualTo(AppliedField.How.CONVERTED);
    }

    @Test
    void what_leaves_accounts_for_every_field_that_came() {
        var request = request(Map.of("prompt", "\"a\"", "aspectRatio", "\"wide\"", "seed", "0", "options.checked",
                "false", "options.style", "0.5"));
        var payload = new AppliedRequest("m", "o", MODEL.apply(request)).payload();
        assertThat(payload).containsOnlyKeys("prompt", "image_size", "seed", "style", "checked");
    }

    @Test
    void everything_wrong_is_named_at_once_with_value_and_what_is_allowed() {
        var problems = MODEL.problems(request(new LinkedHashMap<>(Map.of("aspectRatio", "\"2:1\"", "seed", "100",
                "numberOfGenerations", "0", "colour", "\"red\"", "options.checked", "\"true\"", "options.style",
                "1.01"))));
        assertThat(problems).extracting(FieldProblem::field)
                .containsExactlyInAnyOrder("aspectRatio", "seed",
                        "numberOfGenerations", "colour", "options.checked", "options.style", "prompt");
        assertThat(problems).contains(new FieldProblem("aspectRatio", "\"2:1\"", "one of 1:1, wide"),
                new FieldProblem("numberOfGenerations", "0", "only 1"),
                new FieldProblem("seed", "100", "a whole number from 0 to 99"),
                new FieldProblem("prompt", "null", "text of 1 to 10 characters, not blank"));
    }

    @Test
    void no_value_is_bent_into_another_type() {
        for (var wrong : List.of("\"7\"", "7.0", "7.5", "true", "[7]", "{}", "99999999999999999999")) {
            assertThat(MODEL.problems(request(Map.of("prompt", "\"a\"", "seed", wrong)))).as(wrong).hasSize(1);
        }
        assertThat(MODEL.problems(request(Map.of("prompt", "7")))).hasSize(1);
    }

    @Test
    void a_null_counts_as_absent() {
        assertThat(MODEL.problems(request(Map.of("prompt", "\"a\"", "seed", "null")))).isEmpty();
    }

    @Property
    void lengths_count_characters_as_people_see_them(@ForAll @IntRange(min = 1, max = 20) int length) {
        var prompt = JSON.writeValueAsString("🎨".repeat(length));
        assertThat(MODEL.problems(request(Map.of("prompt", prompt))).isEmpty()).isEqualTo(length <= 10);
    }

    @Property
    void a_whole_number_is_accepted_exactly_within_its_bounds(@ForAll int value) {
        var problems = MODEL.problems(request(Map.of("prompt", "\"a\"", "seed", Integer.toString(value))));
        assertThat(problems.isEmpty()).isEqualTo(value >= 0 && value <= 99);
    }

    @Test
    void a_blank_prompt_is_no_prompt() {
        assertThat(MODEL.problems(request(Map.of("prompt", "\"  \\n\"")))).hasSize(1);
    }

    @Test
    void a_long_value_is_shown_shortened() {
        var problem = MODEL.problems(request(Map.of("prompt", "\"" + "x".repeat(5000) + "\""))).getFirst();
        assertThat(problem.value()).hasSizeLessThan(100).contains("5002 characters");
    }

    @Test
    void a_rule_that_contradicts_itself_is_refused() {
        assertThatThrownBy(() -> new FieldRule.WholeNumber("seed", "seed", false, json("5"), null, 1, 3))
                .hasMessageContaining("default 5");
        assertThatThrownBy(() -> new FieldRule.Choice("r", "r", false, json("\"z\""), null, List.of(
                new FieldRule.Choice.Value("a", "a")))).hasMessageContaining("\"z\"");
        assertThatThrownBy(() -> new Capabilities(List.of(MODEL.fields().getFirst(), MODEL.fields().getFirst())))
                .hasMessageContaining("prompt");
    }

    @Test
    void rules_survive_the_way_through_the_database() {
        var stored = JSON.writeValueAsString(MODEL);
        assertThat(JSON.readValue(stored, Capabilities.class)).isEqualTo(MODEL);
    }

    private static GenerationRequest request(Map<String, String> fields) {
        var parsed = new LinkedHashMap<String, JsonNode>();
        fields.forEach((name, value) -> parsed.put(name, json(value)));
        return new GenerationRequest(ModelId.of(new ProviderId("acme"), "m"), parsed);
    }

    private static JsonNode json(String text) {
        return JSON.readTree(text);
    }
}
