package dev.atelier.persistence;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SqlArraysTest {
    @Test
    void elements_are_quoted_so_that_none_can_end_the_array() {
        assertThat(SqlArrays.of(Arrays.asList("a,b", "say \"x\"", "back\\slash", "}", "null", "", null),
                Function.identity()))
                .isEqualTo("{\"a,b\",\"say \\\"x\\\"\",\"back\\\\slash\",\"}\",\"null\",\"\",null}");
    }

    @Test
    void bytes_are_written_in_hexadecimal() {
        assertThat(SqlArrays.ofBytes(List.of(new byte[]{1, -1}), Function.identity())).isEqualTo("{\"\\\\x01ff\"}");
    }
}
