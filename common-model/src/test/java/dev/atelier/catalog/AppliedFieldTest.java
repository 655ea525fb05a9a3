package dev.atelier.catalog;

import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.StringNode;

import static org.assertj.core.api.Assertions.assertThat;

class AppliedFieldTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final JsonNode PROMPT = StringNode.valueOf("A paper boat");

    @Test
    void what_is_sent_as_it_was_written_is_stored_once() {
        var field = new AppliedField("prompt", AppliedField.How.APPLIED, PROMPT, Map.of("input.prompt", PROMPT));
        var stored = JSON.writeValueAsString(field);
        assertThat(stored).containsOnlyOnce("A paper boat");
        assertThat(JSON.readValue(stored, AppliedField.class)).isEqualTo(field);
    }

    @Test
    void what_is_sent_in_other_words_is_stored_beside_the_value() {
        var field = new AppliedField("seed", AppliedField.How.CONVERTED, IntNode.valueOf(1),
                Map.of("input.seed", IntNode.valueOf(1), "input.fixed", StringNode.valueOf("yes")));
        assertThat(JSON.readValue(JSON.writeValueAsString(field), AppliedField.class)).isEqualTo(field);
    }

    @Test
    void a_number_that_is_sent_as_a_text_stays_a_text() {
        var field = new AppliedField("seed", AppliedField.How.CONVERTED, IntNode.valueOf(1),
                Map.of("seed", StringNode.valueOf("1")));
        assertThat(JSON.readValue(JSON.writeValueAsString(field), AppliedField.class)).isEqualTo(field);
    }

    @Test
    void what_is_not_sent_has_no_place() {
        var field = new AppliedField("numberOfGenerations", AppliedField.How.DEFAULTED, IntNode.valueOf(1), Map.of());
        assertThat(JSON.writeValueAsString(field)).doesNotContain("\"as\"", "\"sent\"");
        assertThat(JSON.readValue(JSON.writeValueAsString(field), AppliedField.class)).isEqualTo(field);
    }
}
