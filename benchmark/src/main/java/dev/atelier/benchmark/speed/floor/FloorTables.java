package dev.atelier.benchmark.speed.floor;

import java.sql.Connection;
import java.sql.SQLException;

import dev.atelier.benchmark.processes.KillableDatabase;

/** The least that a job needs of a database. */
final class FloorTables {
    private final KillableDatabase database;

    FloorTables(KillableDatabase database) {
        this.database = database;
    }

    /** Every statement finds its rows by key: a plan made while the table was empty must not stay a scan when it is full. */
    Connection connect() throws SQLException {
        var connection = database.connect();
        try (var statement = connection.createStatement()) {
            statement.execute("set enable_hashjoin = off");
            statement.execute("set enable_mergejoin = off");
        }
        return connection;
    }

    void create() throws SQLException {
        execute("""
                create schema if not exists floor;
                create table if not exists floor.jobs (
                    id              uuid        primary key,
                    status          text        not null,
                    params          jsonb       not null,
                    provider_job_id text,
                    created_at      timestamptz not null default now(),
                    finished_at     timestamptz
                ) with (fillfactor = 80);
                create table if not exists floor.outputs (
                    id     uuid primary key,
                    job_id uuid not null references floor.jobs,
                    url    text not null
                )""");
    }

    void empty() throws SQLException {
        execute("truncate floor.jobs, floor.outputs; analyze floor.jobs; analyze floor.outputs; checkpoint");
    }

    /** A pipeline that lost a job has no rate. */
    void requireCompleted(int jobs) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement();
                var counts = statement.executeQuery("""
                        select (select count(*) from floor.jobs where status = 'COMPLETED'),
                               (select count(*) from floor.outputs)""")) {
            counts.next();
            if (counts.getInt(1) != jobs || counts.getInt(2) != jobs) {
                throw new IllegalStateException("of %d jobs %d are completed, with %d outputs".formatted(jobs,
                        counts.getInt(1), counts.getInt(2)));
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (var connection = connect(); var statement = connection.createStatement()) {
            for (var it : sql.split(";")) {
                statement.execute(it);
            }
        }
    }
}
