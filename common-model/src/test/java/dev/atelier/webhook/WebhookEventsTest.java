package dev.atelier.webhook;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import dev.atelier.TestSchema;
import dev.atelier.catalog.ProviderId;
import dev.atelier.job.JobId;
import dev.atelier.job.ProviderJobId;
import dev.atelier.webhook.WebhookEvents.Outcome;

import static org.assertj.core.api.Assertions.assertThat;

class WebhookEventsTest {
    private static final TestSchema SCHEMA = TestSchema.create();
    private static final ProviderId KIE = new ProviderId("kie");

    private final WebhookEvents events = new WebhookEvents(SCHEMA.jdbc());
    private final ProviderJobId task = new ProviderJobId(UUID.randomUUID().toString());
    private final WebhookReceived event = new WebhookReceived(KIE, JobId.create(), UUID.randomUUID().toString(),
            Map.of("content-type", "application/json"), "{\"text\": \"ünï \\u0000\"}",
            Instant.now().truncatedTo(ChronoUnit.MILLIS));

    @Test
    void a_kept_event_comes_back_byte_for_byte_until_it_is_handled() {
        assertThat(events.keep(event)).isTrue();
        assertThat(events.keep(event)).isFalse();
        assertThat(isHandled(event)).isFalse();
        assertThat(events.open(100)).contains(event);

        events.handled(event, task, Outcome.APPLIED);
        assertThat(isHandled(event)).isTrue();
        assertThat(events.open(100)).doesNotContain(event);
    }

    @Test
    void the_first_outcome_stays() {
        events.handled(event, task, Outcome.APPLIED);
        events.handled(event, task, Outcome.LATE);
        assertThat(SCHEMA.rows("select outcome from webhook_events where event_key = '" + event.eventKey() + "'"))
                .singleElement()
                .hasToString("{outcome=APPLIED}");
    }

    @Test
    void an_event_that_came_before_its_job_is_found_by_the_providers_id() {
        assertThat(hasUnmatched(task)).isFalse();
        events.handled(event, task, Outcome.UNMATCHED);
        assertThat(hasUnmatched(task)).isTrue();
    }

    private boolean isHandled(WebhookReceived event) {
        return events.areHandled(List.of(event)).getFirst();
    }

    private boolean hasUnmatched(ProviderJobId task) {
        return events.haveUnmatched(List.of(new WebhookEvents.Known(KIE, task))).getFirst();
    }

}
