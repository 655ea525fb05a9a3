package dev.atelier.benchmark.speed;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProcessFiguresTest {
    @Test
    void cpu_time_is_the_process_and_its_ended_children_whatever_its_name() {
        assertThat(ProcessFigures.cpuSeconds(
                "42 (a (bad) name) S 1 42 42 0 -1 4194560 1 2 3 4 100 50 25 25 20 0 17 0 1 2 3")).isEqualTo(2);
    }
}
