package dev.atelier.messaging;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.atelier.job.JobId;

import static org.assertj.core.api.Assertions.assertThat;

class NudgesTest {
    @ParameterizedTest(name = "{0} jobs go in {1} messages of at most {2}")
    @CsvSource({"0, 0, 0", "1, 1, 1", "4, 4, 1", "5, 3, 2", "32, 4, 8", "200, 4, 50", "1000, 20, 50"})
    void few_go_one_by_one_and_many_share_messages(int jobs, int messages, int most) {
        var all = Stream.generate(JobId::create).limit(jobs).toList();
        var parts = Nudges.parts(all, 50);
        assertThat(parts).hasSize(messages).allMatch(it -> it.size() <= most);
        assertThat(parts.stream().flatMap(List::stream)).containsExactlyElementsOf(all);
    }
}
