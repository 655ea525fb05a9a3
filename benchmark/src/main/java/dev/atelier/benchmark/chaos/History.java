package dev.atelier.benchmark.chaos;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import dev.atelier.benchmark.processes.KillableDatabase;
import dev.atelier.job.JobStatus;

/**
 * Every change of a job's status, written down by a trigger in the transaction that makes it: a look now and then would miss a
 * job that leaves its end and returns.
 */
final class History {
    private static final String OBSERVER = """
            create schema chaos;
            create table chaos.moves (
                number  bigint generated always as identity primary key,
                job     uuid not null,
                was     text,
                became  text,
                attempt integer,
                message text,
                at      timestamptz not null default clock_timestamp());
            create function chaos.observe() returns trigger language plpgsql as $$
            begin
                if tg_op = 'DELETE' then
                    insert into chaos.moves (job, was) values (old.id, old.status);
                elsif tg_op = 'INSERT' then
                    insert into chaos.moves (job, became, attempt) values (new.id, new.status, new.attempt);
                elsif new.status <> old.status then
                    insert into chaos.moves (job, was, became, attempt, message)
                    values (new.id, old.status, new.status, new.attempt, new.failure_message);
                end if;
                return null;
            end $$;
            create trigger chaos_observer after insert or update or delete on generation_jobs
                for each row execute function chaos.observe()""";

    private final KillableDatabase database;

    History(KillableDatabase database) {
        this.database = database;
    }

    /** @param became null: its row was deleted */
    record Move(UUID job, @Nullable JobStatus was, @Nullable JobStatus became, int attempt, @Nullable String message,
            Instant at) {}

    /**
     * @param resubmitted how often it was sent again although nobody knew whether the provider had it
     * @param outputs     how many it has
     */
    record Job(UUID id, @Nullable String key, JobStatus status, String provider, @Nullable String providerJob,
            @Nullable String failure, boolean possibleDuplicate, int resubmitted, int outputs) {}

    /** From now on every change is written down. */
    void begin() throws SQLException {
        try (var connection = database.connect(); var statement = connection.createStatement()) {
            statement.execute(OBSERVER);
        }
    }

    /** In the order in which they were made. */
    List<Move> moves() throws SQLException {
        return list("select job, was, became, coalesce(attempt, 0) as attempt, message, at from chaos.moves"
                + " order by number",
                row -> new Move(row.getObject("job", UUID.class), status(row, "was"), status(row, "became"),
                        row.getInt("attempt"), row.getString("message"),
                        row.getObject("at", OffsetDateTime.class).toInstant()));
    }

    List<Job> jobs() throws SQLException {
        return list("""
                select id, idempotency_key, status, provider, provider_job_id, failure_code, possible_duplicate,
                       (select count(*) from generated_outputs o where o.job_id = j.id) as outputs,
                       (select count(*) from jsonb_array_elements(coalesce(j.past_attempts, '[]')) past
                         where past ->> 'code' = 'OUTCOME_UNKNOWN') as resubmitted
                  from generation_jobs j order by id""",
                row -> new Job(row.getObject("id", UUID.class), row.getString("idempotency_key"),
                        JobStatus.valueOf(row.getString("status")), row.getString("provider"),
                        row.getString("provider_job_id"), row.getString("failure_code"),
                        row.getBoolean("possible_duplicate"), row.getInt("resubmitted"), row.getInt("outputs")));
    }

    /** Jobs that have not ended. */
    long live() throws SQLException {
        return list("select count(*) from generation_jobs where due_at is not null", row -> row.getLong(1)).getFirst();
    }

    /** The provider's ids in the callbacks that were stored and handled. */
    Set<String> callbacks() throws SQLException {
        return new HashSet<>(list(
                "select provider_job_id from webhook_events where handled_at is not null and provider_job_id is not null",
                row -> row.getString(1)));
    }

    long unhandledCallbacks() throws SQLException {
        return list("select count(*) from webhook_events where handled_at is null", row -> row.getLong(1)).getFirst();
    }

    long deadLetters() throws SQLException {
        return list("select count(*) from dead_letters", row -> row.getLong(1)).getFirst();
    }

    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> list(String query, Row<T> reader) throws SQLException {
        try (Connection connection = database.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            var all = new ArrayList<T>();
            while (rows.next()) {
                all.add(reader.read(rows));
            }
            return all;
        }
    }

    private static @Nullable JobStatus status(ResultSet row, String column) throws SQLException {
        var name = row.getString(column);
        return name == null ? null : JobStatus.valueOf(name);
    }
}
