package dev.atelier.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class JobStatusTest {
    @Test
    void the_drawing_in_the_docs_shows_every_step_and_no_other() throws IOException {
        var drawn = new TreeSet<String>();
        var arrow = Pattern.compile("^\\s*([A-Z]+) --> ([A-Z]+)");
        for (var line : Files.readAllLines(Path.of("../docs/job-states.md"))) {
            var found = arrow.matcher(line);
            if (found.find()) {
                drawn.add(found.group(1) + " -> " + found.group(2));
            }
        }
        var legal = new TreeSet<String>();
        for (var from : JobStatus.values()) {
            from.next().forEach(to -> legal.add(from + " -> " + to));
        }
        assertThat(drawn).isEqualTo(legal);
    }

    @ParameterizedTest
    @EnumSource
    void what_comes_before_a_status_is_the_inverse_of_what_comes_next(JobStatus target) {
        for (var from : JobStatus.values()) {
            assertThat(JobStatus.before(target).contains(from)).isEqualTo(from.next().contains(target));
        }
    }

    @Test
    void the_end_is_the_end() {
        var terminal = EnumSet.allOf(JobStatus.class);
        terminal.removeIf(it -> !it.isTerminal());
        assertThat(terminal).containsExactly(JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED);
    }
}
