package dev.atelier.webhook;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.uuid.Generators;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import dev.atelier.catalog.ProviderId;
import dev.atelier.job.JobId;
import dev.atelier.job.ProviderJobId;

/**
 * The callbacks that came, raw, each once. The door stores one here only when the broker does not take it; the worker stores
 * every one, with what became of it.
 */
public final class WebhookEvents {
    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

    private final JdbcClient jdbc;

    public WebhookEvents(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What became of an event. */
    public enum Outcome {
        /** It moved a job. */
        APPLIED,
        /** The job had moved on already; kept as evidence. */
        LATE,
        /** No job of ours has this provider job id yet. The submitter looks here when it learns one. */
        UNMATCHED,
        /** It says nothing about a job: a test event, an intermediate stage, a kind that we do not know. */
        IGNORED,
        /** Handling it broke; it lies among the dead letters, and is handled when it is sent again from there. */
        SET_ASIDE
    }

    /** Stores the event as not handled yet. False: it is here already. */
    public boolean keep(WebhookReceived event) {
        return insert(event, null, null);
    }

    /** Whether this event was handled before: then it is a duplicate. */
    public boolean isHandled(ProviderId provider, String eventKey) {
        return jdbc.sql("""
                select exists (select from webhook_events
                                where provider = :provider and event_key = :key and handled_at is not null
                                  and outcome <> 'SET_ASIDE')""")
                .param("provider", provider.value())
                .param("key", eventKey)
                .query(Boolean.class)
                .single();
    }

    /** Stores the event with what became of it; one that was kept before is marked as handled. */
    public void handled(WebhookReceived event, @Nullable ProviderJobId providerJob, Outcome outcome) {
        if (!insert(event, providerJob, outcome)) {
            jdbc.sql("""
                    update webhook_events
                       set handled_at = now(), outcome = :outcome, provider_job_id = :providerJob
                     where provider = :provider and event_key = :key
                       and (handled_at is null or outcome = 'SET_ASIDE')""")
                    .param("outcome", outcome.name())
                    .param("providerJob", providerJob == null ? null : providerJob.value())
                    .param("provider", event.provider().value())
                    .param("key", event.eventKey())
                    .update();
        }
    }

    /** Whether an event about this provider job came before we knew the id. */
    public boolean hasUnmatched(ProviderId provider, ProviderJobId providerJob) {
        return jdbc.sql("""
                select exists (select from webhook_events
                                where provider = :provider and provider_job_id = :job and outcome = 'UNMATCHED')""")
                .param("provider", provider.value())
                .param("job", providerJob.value())
                .query(Boolean.class)
                .single();
    }

    /** The oldest events that were kept because the broker was away, and that nobody has handled. */
    public List<WebhookReceived> open(int limit) {
        return jdbc.sql("""
                select provider, event_key, job_id, headers, body, received_at from webhook_events
                 where handled_at is null order by received_at limit :limit""")
                .param("limit", limit)
                .query((row, n) -> {
                    var job = row.getObject("job_id", UUID.class);
                    return new WebhookReceived(new ProviderId(row.getString("provider")),
                            job == null ? null : new JobId(job), row.getString("event_key"),
                            JsonMapper.shared().readValue(row.getString("headers"), HEADERS),
                            new String(row.getBytes("body"), StandardCharsets.UTF_8),
                            row.getObject("received_at", OffsetDateTime.class).toInstant());
                })
                .list();
    }

    private boolean insert(WebhookReceived event, @Nullable ProviderJobId providerJob, @Nullable Outcome outcome) {
        return jdbc.sql("""
                insert into webhook_events (id, provider, event_key, job_id, provider_job_id, headers, body,
                                            received_at, outcome, handled_at)
                values (:id, :provider, :key, :job, :providerJob, cast(:headers as jsonb), :body, :receivedAt,
                        cast(:outcome as text), case when cast(:outcome as text) is not null then now() end)
                on conflict (provider, event_key) do nothing""")
                .param("id", Generators.timeBasedEpochGenerator().generate())
                .param("provider", event.provider().value())
                .param("key", event.eventKey())
                .param("job", event.jobId() == null ? null : event.jobId().value())
                .param("providerJob", providerJob == null ? null : providerJob.value())
                .param("headers", JsonMapper.shared().writeValueAsString(event.headers()))
                .param("body", event.body().getBytes(StandardCharsets.UTF_8))
                .param("receivedAt", event.receivedAt().atOffset(ZoneOffset.UTC))
                .param("outcome", outcome == null ? null : outcome.name())
                .update() == 1;
    }
}
