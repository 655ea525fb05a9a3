package dev.atelier.benchmark.speed;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import dev.atelier.benchmark.processes.KillableDatabase;

/** Jobs in bulk. Each is a copy of one that api-service accepted, so that it is what a job is, whatever columns there are. */
final class JobRows {
    /** Those that the services look at only once, at their start, are left alone. */
    private static final String TABLES = "generation_jobs, job_requests, generated_outputs, webhook_events, dead_letters";

    private static final Map<String, String> FINISHED = Map.of("status", "'COMPLETED'", "attempt", "1", "due_at",
            "null",
            "provider_job_id", "'copy-' || gen_random_uuid()", "claimed_at", "now()", "accepted_at", "now()",
            "finished_at", "now()");
    private static final Map<String, String> WAITING = Map.of("status", "'PENDING'", "due_at", "now()");

    private final KillableDatabase database;

    JobRows(KillableDatabase database) {
        this.database = database;
    }

    /** None is left. What the broker still has of them finds nothing. */
    void empty() throws SQLException {
        try (var connection = database.connect(); var statement = connection.createStatement()) {
            // A look of the dispatcher may be in the way for a moment, but not for ever.
            statement.execute("set lock_timeout = '20s'");
            statement.execute("truncate " + TABLES + " cascade");
            // Not vacuumed: the planner takes a table for small that was seen empty, and one that was never seen for a usual one.
            statement.execute("checkpoint");
        }
    }

    /** The planner knows what there is, and what was written is not written out in the middle of the next measure. */
    void settle() throws SQLException {
        execute("vacuum analyze generation_jobs", "vacuum analyze job_requests", "analyze generated_outputs",
                "analyze webhook_events", "checkpoint");
    }

    /** A copy of its rows, to copy from when the tables have been emptied. */
    void keepAsTemplate(UUID job, String name) throws SQLException {
        execute("create schema if not exists speed", "drop table if exists speed." + name,
                "create table speed.%s as select * from generation_jobs where id = '%s'".formatted(name, job),
                "create table speed.%s_request as select * from job_requests where job_id = '%s'".formatted(name, job));
    }

    /** Finished jobs, with an output each. */
    void finished(String template, int count) throws SQLException {
        copy(template, count, FINISHED, """
                , outputs as (
                    insert into generated_outputs (id, job_id, position, type, url, content_type)
                    select uuidv7(), id, 0, 'IMAGE', 'http://127.0.0.1/files/1.png', 'image/png' from jobs)""");
    }

    /** Jobs that are due to be submitted, which nobody has been told of. */
    void waiting(String template, int count) throws SQLException {
        copy(template, count, WAITING, "");
    }

    /**
     * All columns of the template, but for these and an id of its own; its times are as if it were accepted now.
     *
     * @param more that goes with the {@code jobs}, in the same statement
     */
    private void copy(String template, int count, Map<String, String> columns, String more) throws SQLException {
        var all = new TreeMap<String, String>();
        query("""
                select quote_ident(column_name), data_type from information_schema.columns
                 where table_schema = 'speed' and table_name = '%s'""".formatted(template), row -> all.put(
                row.getString(1), (row.getString(2).startsWith("timestamp") ? "now() - t.created_at + t." : "t.")
                        + row.getString(1)));
        all.putAll(columns);
        all.put("id", "uuidv7()");
        execute("""
                with jobs as (
                    insert into generation_jobs (%s) select %s from speed.%s t, generate_series(1, %d) returning id)%s
                insert into job_requests (job_id, params, applied, metadata)
                select jobs.id, t.params, t.applied, t.metadata from jobs, speed.%3$s_request t""".formatted(
                String.join(", ", all.keySet()), String.join(", ", all.values()), template, count, more));
    }

    private void execute(String... statements) throws SQLException {
        try (var connection = database.connect()) {
            for (var it : statements) {
                try (var statement = connection.createStatement()) {
                    statement.execute(it);
                }
            }
        }
    }

    /** Cheap to ask again and again, as a count of a backlog is not. */
    boolean anyLive() throws SQLException {
        return count("select count(*) from (select from generation_jobs where due_at is not null limit 1) one") > 0;
    }

    /** The live ones. */
    int live() throws SQLException {
        return count("select count(*) from generation_jobs where due_at is not null");
    }

    /** So many were run since the database was started, but for those of the measures themselves, which count jobs. */
    double statements() throws SQLException {
        execute("create extension if not exists pg_stat_statements");
        return query("""
                select coalesce(sum(calls), 0) from pg_stat_statements
                 where query not ilike 'select count(%' and query not ilike '%pg_stat_statements%'""",
                row -> row.getDouble(1)).getFirst();
    }

    int completed() throws SQLException {
        return count("select count(*) from generation_jobs where status = 'COMPLETED'");
    }

    /** The database's clock, in seconds. */
    double clock() throws SQLException {
        return query("select extract(epoch from clock_timestamp())", row -> row.getDouble(1)).getFirst();
    }

    /** When the last job that is completed became so, by that clock: its commit, which somebody who looks sees later. */
    double lastCompletion() throws SQLException {
        return query("""
                select extract(epoch from max(pg_xact_commit_timestamp(xmin))) from generation_jobs
                 where status = 'COMPLETED'""", row -> row.getDouble(1)).getFirst();
    }

    /** Ids of so many finished jobs. */
    List<UUID> finishedIds(int most) throws SQLException {
        return query("select id from generation_jobs where status = 'COMPLETED' limit " + most,
                row -> row.getObject(1, UUID.class));
    }

    @FunctionalInterface
    interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    <T> List<T> query(String sql, Reading<T> reading) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var all = new ArrayList<T>();
            while (rows.next()) {
                all.add(reading.of(rows));
            }
            return all;
        }
    }

    int count(String sql) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
