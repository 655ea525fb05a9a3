package dev.atelier.messaging;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.atelier.catalog.ProviderId;
import dev.atelier.job.JobId;
import dev.atelier.webhook.WebhookReceived;

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

    @ParameterizedTest(name = "{0} callbacks of {1} characters go in {2} messages of at most {3}")
    @CsvSource({"0, 9, 0, 0", "1, 9, 1, 1", "50, 9, 1, 50", "51, 9, 2, 50", "10, 20000, 4, 3", "2, 100000, 2, 1"})
    void callbacks_share_a_message_while_it_is_small(int callbacks, int chars, int messages, int most) {
        var all = Stream.generate(() -> new WebhookReceived(new ProviderId("kie"), JobId.create(), "event", Map.of(),
                "x".repeat(chars), Instant.EPOCH)).limit(callbacks).toList();
        var parts = Nudges.callbackParts(all);
        assertThat(parts).hasSize(messages).allMatch(it -> it.size() <= most);
        assertThat(parts.stream().flatMap(List::stream)).containsExactlyElementsOf(all);
    }
}
