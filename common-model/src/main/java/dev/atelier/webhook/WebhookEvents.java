package dev.atelier.webhook;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.uuid.Generators;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import dev.atelier.catalog.ProviderId;
import dev.atelier.job.Fence;
import dev.atelier.job.JobChanges;
import dev.atelier.job.JobId;
import dev.atelier.job.ProviderJobId;
import dev.atelier.persistence.SqlArrays;
import dev.atelier.persistence.SqlTimes;

/**
 * The callbacks that came, raw, each once. The door stores one here only when the broker does not take it; the worker stores
 * every one, with what became of it.
 */
public final class WebhookEvents {
    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};
    private static final String INTO = """
            insert into webhook_events (id, provider, event_key, job_id, provider_job_id, headers, body, received_at,
                                        outcome, handled_at)
            select event_id, came.provider, key, job, provider_job, headers, body, received_at, outcome,
                   case when outcome is not null then now() end
              from\s""";
    /** A row for each of the events. */
    private static final String CAME = """
            unnest(cast(:eventIds as uuid[]), cast(:eventProviders as text[]), cast(:eventKeys as text[]),
                   cast(:eventJobs as uuid[]), cast(:eventProviderJobs as text[]), cast(:eventHeaders as jsonb[]),
                   cast(:eventBodies as bytea[]), cast(:eventTimes as timestamptz[]), cast(:eventOutcomes as text[])%s)
              as came (event_id, provider, key, job, provider_job, headers, body, received_at, outcome%s)""";
    private static final String UNLESS_HANDLED = """

            on conflict (provider, event_key) do
            update set handled_at = now(), outcome = excluded.outcome, provider_job_id = excluded.provider_job_id
             where webhook_events.handled_at is null or webhook_events.outcome = 'SET_ASIDE'""";

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
        return insert(new Row(event, null, null), " on conflict (provider, event_key) do nothing") == 1;
    }

    /**
     * Whether each of these events was handled before: then it is a duplicate. By a join and not by EXISTS, which PostgreSQL may
     * answer by reading the whole table into a hash.
     */
    public List<Boolean> areHandled(List<WebhookReceived> events) {
        return jdbc.sql("""
                select coalesce(handled, false)
                  from unnest(cast(:providers as text[]), cast(:keys as text[])) with ordinality
                       as asked (provider, key, n)
                  left join lateral (
                       select true as handled from webhook_events e
                        where e.provider = asked.provider and e.event_key = asked.key
                          and handled_at is not null and outcome <> 'SET_ASIDE' limit 1) found on true
                 order by n""")
                .param("providers", SqlArrays.of(events, WebhookReceived::provider))
                .param("keys", SqlArrays.of(events, WebhookReceived::eventKey))
                .query(Boolean.class)
                .list();
    }

    /** Stores the event with what became of it; one that was kept before is marked as handled. */
    public void handled(WebhookReceived event, @Nullable ProviderJobId providerJob, Outcome outcome) {
        insert(new Row(event, providerJob, outcome), UNLESS_HANDLED);
    }

    /** That an event is about to change a job, under this fence. */
    public record Applied(WebhookReceived event, ProviderJobId providerJob, Fence fence) {}

    /**
     * Stores those whose jobs are changed, with the change: of two about the same attempt the first one.
     */
    public static JobChanges.Beside applied(List<Applied> events) {
        var byFence = new LinkedHashMap<Fence, Applied>();
        events.forEach(it -> byFence.putIfAbsent(it.fence(), it));
        var first = List.copyOf(byFence.values());
        var params = params(first.stream().map(it -> new Row(it.event(), it.providerJob(), Outcome.APPLIED)).toList());
        params.put("eventFences", SqlArrays.of(first, it -> it.fence().job()));
        params.put("eventAttempts", SqlArrays.of(first, it -> it.fence().attempt()));
        return new JobChanges.Beside(INTO + "changed c join "
                + CAME.formatted(", cast(:eventFences as uuid[]), cast(:eventAttempts as integer[])",
                        ", changed, attempt")
                + " on came.changed = c.id and came.attempt = c.attempt" + UNLESS_HANDLED, params);
    }

    /** That a provider has a job under this id. */
    public record Known(ProviderId provider, ProviderJobId id) {}

    /** Whether an event about each of these came before we knew its id. */
    public List<Boolean> haveUnmatched(List<Known> jobs) {
        return jdbc.sql("""
                select coalesce(there, false)
                  from unnest(cast(:providers as text[]), cast(:ids as text[])) with ordinality
                       as asked (provider, id, n)
                  left join lateral (
                       select true as there from webhook_events e
                        where e.provider = asked.provider and e.provider_job_id = asked.id
                          and outcome = 'UNMATCHED' limit 1) found on true
                 order by n""")
                .param("providers", SqlArrays.of(jobs, Known::provider))
                .param("ids", SqlArrays.of(jobs, Known::id))
                .query(Boolean.class)
                .list();
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

    /**
     * Deletes handled events that came longer ago.
     *
     * @return how many; less than the limit: there are no more
     */
    public int forget(Duration after, int limit) {
        return jdbc.sql("""
                delete from webhook_events where id = any(array(
                    select id from webhook_events
                     where id < %s and received_at < now() - cast(:after as interval) and handled_at is not null
                     order by id limit :limit))""".formatted(SqlTimes.FIRST_ID_SINCE))
                .param("after", after.toString())
                .param("limit", limit)
                .update();
    }

    /** @param outcome null: nobody has handled it */
    private record Row(WebhookReceived event, @Nullable ProviderJobId providerJob, @Nullable Outcome outcome) {}

    private int insert(Row row, String onConflict) {
        return jdbc.sql(INTO + CAME.formatted("", "") + onConflict).params(params(List.of(row))).update();
    }

    private static Map<String, String> params(List<Row> events) {
        var params = new HashMap<String, String>();
        params.put("eventIds", SqlArrays.of(events, _ -> Generators.timeBasedEpochGenerator().generate()));
        params.put("eventProviders", SqlArrays.of(events, it -> it.event().provider()));
        params.put("eventKeys", SqlArrays.of(events, it -> it.event().eventKey()));
        params.put("eventJobs", SqlArrays.of(events, it -> it.event().jobId()));
        params.put("eventProviderJobs", SqlArrays.of(events, Row::providerJob));
        params.put("eventHeaders", SqlArrays.of(events, it -> JsonMapper.shared()
                .writeValueAsString(it.event().headers())));
        params.put("eventBodies", SqlArrays.ofBytes(events, it -> it.event().body().getBytes(StandardCharsets.UTF_8)));
        params.put("eventTimes", SqlArrays.of(events, it -> it.event().receivedAt()));
        params.put("eventOutcomes", SqlArrays.of(events, Row::outcome));
        return params;
    }
}
