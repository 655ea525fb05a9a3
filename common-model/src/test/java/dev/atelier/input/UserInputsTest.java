package dev.atelier.input;

import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import dev.atelier.TestSchema;
import dev.atelier.user.UserId;
import dev.atelier.user.Users;

import static org.assertj.core.api.Assertions.assertThat;

class UserInputsTest {
    private static final TestSchema SCHEMA = TestSchema.create();
    private static final UserId ANNA = TestSchema.USER;
    private static final UserId BERT = new UserId(UUID.fromString("00000000-0000-7000-8000-0000000000bb"));

    private final UserInputs inputs = new UserInputs(SCHEMA.jdbc());
    private final String sha = (UUID.randomUUID().toString() + UUID.randomUUID()).replace("-", "");

    @Test
    void the_same_bytes_of_the_same_user_are_the_same_input() {
        new Users(SCHEMA.jdbc()).ensure(BERT, "Bert");
        assertThat(inputs.used(ANNA, sha)).isEmpty();
        var first = add(ANNA);
        var again = add(ANNA);
        var berts = add(BERT);

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.lastUsedAt()).isAfterOrEqualTo(first.lastUsedAt());
        assertThat(inputs.used(ANNA, sha)).hasValueSatisfying(it -> assertThat(it.id()).isEqualTo(first.id()));
        assertThat(berts.id()).isNotEqualTo(first.id());
        assertThat(inputs.find(first.id())).hasValueSatisfying(it -> {
            assertThat(it.user()).isEqualTo(ANNA);
            assertThat(it.contentType()).isEqualTo("image/png");
            assertThat(it.size()).isEqualTo(7);
            assertThat(it.createdAt()).isEqualTo(first.createdAt());
        });
    }

    @Test
    void a_strangers_input_is_unknown_whatever_is_asked() {
        new Users(SCHEMA.jdbc()).ensure(BERT, "Bert");
        var annas = add(ANNA);
        assertThat(inputs.find(BERT, annas.id())).isEmpty();
        assertThat(inputs.used(BERT, List.of(annas.id()))).isEmpty();
        assertThat(inputs.remove(BERT, annas.id())).isEmpty();
        assertThat(inputs.find(ANNA, annas.id())).isPresent();
    }

    @Test
    void those_that_are_used_are_found_and_stay_longer() {
        var one = add(ANNA);
        SCHEMA.jdbc()
                .sql("update inputs set last_used_at = now() - interval '1 day' where id = :id")
                .param("id", one.id().value())
                .update();
        assertThat(inputs.used(ANNA, List.of(one.id(), InputId.create()))).singleElement()
                .satisfies(it -> assertThat(it.lastUsedAt()).isAfter(one.createdAt().minusSeconds(60)));
        assertThat(inputs.used(ANNA, List.of())).isEmpty();
    }

    @Test
    void a_removed_input_is_gone_and_its_bytes_are_a_new_input_the_next_time() {
        var one = add(ANNA);
        assertThat(inputs.remove(ANNA, one.id())).isPresent();
        assertThat(inputs.remove(ANNA, one.id())).isEmpty();
        assertThat(add(ANNA).id()).isNotEqualTo(one.id());
    }

    private Input add(UserId user) {
        return inputs.add(InputId.create(), user, sha, "image/png", 7);
    }
}
