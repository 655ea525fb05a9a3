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
import tools.jackson.databind.node.StringNode;

import dev.atelier.catalog.FieldRule.Field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

class CapabilitiesTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Capabilities MODEL = new Capabilities(List.of(
            new FieldRule.Text(new Field("prompt", "prompt", true, null), 10, null),
            new FieldRule.Choice(new Field("aspectRatio", "image_size", false, json("\"1:1\"")), List.of(
                    new FieldRule.Choice.Value("1:1", json("\"square\"")),
                    new FieldRule.Choice.Value("wide", json("\"wide\"")))),
            new FieldRule.WholeNumber(new Field("numberOfGenerations", null, false, json("1")), 1, 1, null, null),
            new FieldRule.WholeNumber(new Field("seed", "seed", false, null), 0, 99, null, null),
            new FieldRule.DecimalNumber(new Field("options.style", "style", false, null), BigDecimal.ZERO,
                    BigDecimal.ONE),
            new FieldRule.Flag(new Field("options.checked", "checked", false, null))));
    private static final ModelId ID = ModelId.of(new ProviderId("acme"), "m");

    @Test
    void each_field_says_whether_it_was_applied_converted_or_defaulted() {
        var applied = apply(Map.of("prompt", "\"a cat\"", "seed", "7")).fields();
        assertThat(applied).extracting(AppliedField::field, AppliedField::how, it -> String.valueOf(it.sent()))
                .containsExactly(tuple("prompt", AppliedField.How.APPLIED, "{prompt=\"a cat\"}"),
                        tuple("aspectRatio", AppliedField.How.DEFAULTED, "{image_size=\"square\"}"),
                        tuple("numberOfGenerations", AppliedField.How.DEFAULTED, "{}"),
                        tuple("seed", AppliedField.How.APPLIED, "{seed=7}"));
        assertThat(apply(Map.of("prompt", "\"x\"", "aspectRatio", "\"1:1\"")).fields().get(1).how())
                .isEqualTo(AppliedField.How.CONVERTED);
    }

    @Test
    void what_leaves_accounts_for_every_field_that_came() {
        var body = apply(Map.of("prompt", "\"a\"", "aspectRatio", "\"wide\"", "seed", "0", "options.checked", "false",
                "options.style", "0.5")).body(SentFiles.Resolver.REFERENCES);
        assertThat(body.toString())
                .isEqualTo("{\"prompt\":\"a\",\"image_size\":\"wide\",\"seed\":0,\"style\":0.5,\"checked\":false}");
    }

    @Test
    void everything_wrong_is_named_at_once_with_value_and_what_is_allowed() {
        var problems = problems(Map.of("aspectRatio", "\"2:1\"", "seed", "100", "numberOfGenerations", "0", "colour",
                "\"red\"", "options.checked", "\"true\"", "options.style", "1.01"));
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
        for (var wrong : List.of("\"7\"", "7.5", "true", "[7]", "{}", "99999999999999999999")) {
            assertThat(problems(Map.of("prompt", "\"a\"", "seed", wrong))).as(wrong).hasSize(1);
        }
        assertThat(problems(Map.of("prompt", "7"))).hasSize(1);
    }

    @Test
    void a_whole_number_may_be_written_with_a_fraction_of_nothing_and_is_sent_without() {
        var seed = apply(Map.of("prompt", "\"a\"", "seed", "7.0")).field("seed").orElseThrow();
        assertThat(seed.how()).isEqualTo(AppliedField.How.CONVERTED);
        assertThat(seed.sent()).hasToString("{seed=7}");
    }

    @Property
    void lengths_count_characters_as_people_see_them(@ForAll @IntRange(min = 1, max = 20) int length) {
        var prompt = JSON.writeValueAsString("🎨".repeat(length));
        assertThat(problems(Map.of("prompt", prompt)).isEmpty()).isEqualTo(length <= 10);
    }

    @Property
    void a_whole_number_is_accepted_exactly_within_its_bounds(@ForAll int value) {
        var problems = problems(Map.of("prompt", "\"a\"", "seed", Integer.toString(value)));
        assertThat(problems.isEmpty()).isEqualTo(value >= 0 && value <= 99);
    }

    @Test
    void a_blank_prompt_is_no_prompt() {
        assertThat(problems(Map.of("prompt", "\"  \\n\""))).hasSize(1);
    }

    @Test
    void a_long_value_is_shown_shortened() {
        var problem = problems(Map.of("prompt", "\"" + "x".repeat(5000) + "\"")).getFirst();
        assertThat(problem.value()).hasSizeLessThan(100).contains("5002 characters");
    }

    @Test
    void a_number_is_sent_in_the_providers_unit() {
        var duration = new FieldRule.WholeNumber(new Field("duration", "music_length_ms", false, null), 3, 600, null,
                null,
                1000L);
        assertThat(duration.sent(json("60"))).hasToString("{music_length_ms=60000}");
        assertThat(duration.sent(json("60.0"))).hasToString("{music_length_ms=60000}");
    }

    @Test
    void a_rule_that_contradicts_itself_is_refused() {
        assertThatThrownBy(
                () -> new FieldRule.WholeNumber(new Field("seed", "seed", false, null), 1, 3, List.of(5L), null))
                .hasMessageContaining("[5]");
        assertThatThrownBy(() -> new Capabilities(List.of(MODEL.fields().getFirst(), MODEL.fields().getFirst())))
                .hasMessageContaining("prompt");
    }

    private static final Capabilities SIZED = new Capabilities(List.of(
            new FieldRule.Choice(new Field("aspectRatio", null, false, json("\"1:1\"")),
                    List.of(value("1:1"), value("16:9"))),
            new FieldRule.Choice(new Field("resolution", null, false, json("\"1K\"")),
                    List.of(value("1K"), value("4K"))),
            new FieldRule.WholeNumber(new Field("duration", "seconds", false, json("4")), 4, 8, List.of(4L, 8L), "{}s"),
            new FieldRule.Text(new Field("options.style", "style", false, json("\"plain\"")), 10, null),
            new FieldRule.Files(new Field("images", "images", false, null), false, 0, 2, List.of("image/png"),
                    new FieldRule.Handing(FieldRule.Handing.As.URL, json("{\"uri\": \"$value\"}"), false, List.of()))),
            List.of(new Combination(List.of("aspectRatio", "resolution"), List.of("size.width", "size.height"), List.of(
                    List.of(json("\"1:1\""), json("\"1K\""), json("1024"), json("1024")),
                    List.of(json("\"16:9\""), json("\"1K\""), json("1280"), json("720")),
                    List.of(json("\"16:9\""), json("\"4K\""), json("3840"), json("2160"))))),
            List.of(new CrossRule(Map.of("resolution", List.of(json("\"4K\""))), List.of(), Map.of("duration",
                    new CrossRule.Limit(List.of(json("8")), null, null, null, null))),
                    new CrossRule(Map.of(), List.of("images"), Map.of("options.style",
                            new CrossRule.Limit(null, null, null, null, true)))),
            Map.of("model", json("\"brush\"")));

    @Test
    void two_fields_may_be_sent_as_others_together() {
        var applied = apply(SIZED, Map.of("aspectRatio", "\"16:9\"", "resolution", "\"4K\"", "duration", "8"));
        assertThat(applied.body(SentFiles.Resolver.REFERENCES).toString()).isEqualTo(JSON.writeValueAsString(json("""
                {"model": "brush", "size": {"width": 3840, "height": 2160}, "seconds": "8s", "style": "plain"}""")));
        assertThat(applied.field("resolution").orElseThrow().how()).isEqualTo(AppliedField.How.CONVERTED);
    }

    @Test
    void what_does_not_go_together_is_refused_with_the_reason() {
        assertThat(problems(SIZED, Map.of("resolution", "\"4K\"", "duration", "8"))).containsExactly(
                new FieldProblem("resolution", "\"4K\"", "one of 1K when aspectRatio is 1:1"));
        assertThat(problems(SIZED, Map.of("aspectRatio", "\"16:9\"", "resolution", "\"4K\"", "duration", "4")))
                .containsExactly(new FieldProblem("duration", "4", "one of 8 when resolution is 4K"));
    }

    @Test
    void a_default_that_a_rule_forbids_must_be_replaced_by_the_caller() {
        assertThat(problems(SIZED, Map.of("aspectRatio", "\"16:9\"", "resolution", "\"4K\""))).containsExactly(
                new FieldProblem("duration", "null", "one of 8 when resolution is 4K"));
    }

    @Test
    void a_field_that_a_rule_takes_away_is_refused_and_its_default_not_sent() {
        var image = Map.of("images", "[\"https://example.com/a.png\"]");
        assertThat(apply(SIZED, image).body(SentFiles.Resolver.REFERENCES).toString())
                .isEqualTo(JSON.writeValueAsString(json("""
                        {"model": "brush", "size": {"width": 1024, "height": 1024}, "seconds": "4s",
                         "images": [{"uri": "https://example.com/a.png"}]}""")));
        assertThat(problems(SIZED, Map.of("images", "[\"https://example.com/a.png\"]", "options.style", "\"x\"")))
                .containsExactly(new FieldProblem("options.style", "\"x\"", "nothing when images is given"));
    }

    @Test
    void a_file_is_an_address_or_data_of_a_type_that_the_model_takes() {
        assertThat(problems(SIZED, Map.of("images", "[\"data:image/png;base64,AAAA\"]"))).isEmpty();
        for (var wrong : List.of("[\"data:image/gif;base64,AAAA\"]", "[\"file:///etc/passwd\"]", "\"https://a.b\"",
                "[\"https://a.b/1\", \"https://a.b/2\", \"https://a.b/3\"]")) {
            assertThat(problems(SIZED, Map.of("images", wrong))).as(wrong)
                    .extracting(FieldProblem::field)
                    .containsExactly("images");
        }
    }

    private static FieldRule.Choice.Value value(String value) {
        return new FieldRule.Choice.Value(value, StringNode.valueOf(value));
    }

    @Test
    void rules_survive_the_way_through_the_database() {
        var stored = JSON.writeValueAsString(MODEL);
        assertThat(JSON.readValue(stored, Capabilities.class)).isEqualTo(MODEL);
        assertThat(JSON.readValue(JSON.writeValueAsString(SIZED), Capabilities.class)).isEqualTo(SIZED);
    }

    private static List<FieldProblem> problems(Map<String, String> fields) {
        return problems(MODEL, fields);
    }

    private static List<FieldProblem> problems(Capabilities model, Map<String, String> fields) {
        var body = new BodyBuilder().put("aiModelId", StringNode.valueOf(ID.toString()));
        fields.forEach((name, value) -> body.put(name, json(value)));
        return new ModelSchema(ID, "M", model).problems(body.build());
    }

    private static AppliedRequest apply(Map<String, String> fields) {
        return apply(MODEL, fields);
    }

    private static AppliedRequest apply(Capabilities model, Map<String, String> fields) {
        assertThat(problems(model, fields)).isEmpty();
        var parsed = new LinkedHashMap<String, JsonNode>();
        fields.forEach((name, value) -> parsed.put(name, json(value)));
        return model.apply("m", "o", new GenerationRequest(ID, parsed));
    }

    private static JsonNode json(String text) {
        return JSON.readTree(text);
    }
}
