package dev.atelier.worker.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.MDC;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.FileSystemUtils;

import dev.atelier.catalog.CatalogLoader;
import dev.atelier.catalog.CatalogProperties;
import dev.atelier.testsupport.TestDatabase;
import dev.atelier.user.UserId;
import dev.atelier.user.Users;

/**
 * A real PostgreSQL whose {@code now()} is the simulation's: a function of that name stands before PostgreSQL's own in the
 * search path. A trigger writes down every change of a job's row. Workers see it through {@link #seenThrough}, where each
 * statement is a boundary and the connection may fail. One run at a time.
 */
final class SimulatedDatabase implements AutoCloseable {
    static final UserId USER = new UserId(UUID.fromString("00000000-0000-7000-8000-0000000000aa"));
    private static final Map<String, String> NAMES = new ConcurrentHashMap<>();

    private final Connection connection;
    private final JdbcClient jdbc;
    private final DataSource plain;
    private final Path folder;
    private Instant now = Instant.EPOCH;

    /** @param folder of its own, for the files of its runs */
    SimulatedDatabase(Path catalog, Path folder) throws SQLException {
        this.folder = folder;
        var database = TestDatabase.create();
        var source = new PGSimpleDataSource();
        source.setUrl(database.jdbcUrl());
        source.setUser(database.username());
        source.setPassword(database.password());
        JdbcClient.create(source).sql("create schema simulated").update();
        JdbcClient.create(source).sql("""
                create function simulated.now() returns timestamptz language sql stable as $$
                    select coalesce(nullif(current_setting('simulated.now', true), '')::timestamptz, pg_catalog.now())
                $$""").update();
        source.setCurrentSchema("public,simulated,pg_catalog");
        Flyway.configure().dataSource(source).loggers("slf4j").load().migrate();
        connection = source.getConnection();
        plain = new SingleConnectionDataSource(connection, true);
        jdbc = JdbcClient.create(plain);
        new CatalogLoader(jdbc, new TransactionTemplate(new DataSourceTransactionManager(plain)),
                new CatalogProperties(catalog, Duration.ofSeconds(30))).load();
        new Users(jdbc).ensure(USER, "Somebody");
        jdbc.sql("""
                create table simulated.history (n bigint generated always as identity, job uuid, was text, status text,
                    was_attempt integer, attempt integer, code text, writer integer)""").update();
        jdbc.sql("""
                create function simulated.note() returns trigger language plpgsql as $$ begin
                    insert into simulated.history (job, was, status, was_attempt, attempt, code, writer)
                    values (new.id, old.status, new.status, old.attempt, new.attempt, new.failure_code,
                            cast(nullif(current_setting('simulated.writer', true), '') as integer));
                    return null;
                end $$""").update();
        jdbc.sql("""
                create trigger noted after update on generation_jobs for each row
                    when (old.status <> new.status or old.attempt <> new.attempt
                          or old.status in ('COMPLETED', 'FAILED', 'CANCELLED'))
                    execute function simulated.note()""").update();
        jdbc.sql("set synchronous_commit = off").update();
        jdbc.sql("set enable_seqscan = off; set enable_mergejoin = off; set plan_cache_mode = force_generic_plan;"
                + " set jit = off").update();
    }

    /** Empty, at the beginning of time. */
    void begin() {
        jdbc.sql(
                """
                        with outputs as (delete from generated_outputs), events as (delete from webhook_events),
                             letters as (delete from dead_letters), requests as (delete from job_requests), history as (delete from simulated.history)
                        delete from generation_jobs""")
                .update();
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        now = Instant.parse("2030-01-01T00:00:00Z");
        pass(Duration.ZERO);
    }

    void pass(Duration time) {
        now = now.plus(time);
        jdbc.sql("select set_config('simulated.now', :now, false)")
                .param("now", now.toString())
                .query(String.class)
                .single();
    }

    Instant now() {
        return now;
    }

    /** The simulation's own view: no boundaries, no faults. */
    JdbcClient jdbc() {
        return jdbc;
    }

    /** Where files of the present run are. */
    Path folder() {
        return folder;
    }

    DataSource plain() {
        return plain;
    }

    List<Map<String, Object>> rows(String sql) {
        return jdbc.sql(sql).query().listOfRows();
    }

    DataSource seenThrough(Steps steps) {
        return new AbstractDataSource() {
            @Override
            public Connection getConnection() {
                return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(),
                        new Class<?>[]{Connection.class}, new Pooled(steps));
            }

            @Override
            public Connection getConnection(String username, String password) {
                return getConnection();
            }
        };
    }

    /** A connection of a pool; all of them are the one real connection. */
    private final class Pooled implements InvocationHandler {
        private final Steps steps;
        private boolean inTransaction;

        Pooled(Steps steps) {
            this.steps = steps;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args) throws Throwable {
            return switch (method.getName()) {
                case "close" -> close();
                case "isClosed" -> false;
                case "commit" -> commit();
                case "prepareStatement" -> prepare(method, args);
                case "setAutoCommit" -> {
                    inTransaction = Boolean.FALSE.equals(Objects.requireNonNull(args)[0]);
                    yield call(connection, method, args);
                }
                default -> call(connection, method, args);
            };
        }

        private Object prepare(Method method, Object @Nullable [] args) throws Throwable {
            var sql = String.valueOf(Objects.requireNonNull(args)[0]);
            var real = (PreparedStatement) Objects.requireNonNull(call(connection, method, args));
            return Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[]{PreparedStatement.class},
                    new Statement(steps, real, name(sql)));
        }

        private @Nullable Object close() throws SQLException {
            if (inTransaction) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
            return null;
        }

        private @Nullable Object commit() throws SQLException {
            try {
                steps.at("before commit", false);
            } catch (WorkerDied e) {
                connection.rollback();
                throw e;
            }
            if (steps.outage("before commit")) {
                connection.rollback();
                throw new SQLException("the connection was lost before the commit", "08006");
            }
            connection.commit();
            steps.at("after commit", false);
            if (steps.outage("after commit")) {
                throw new SQLException("the connection was lost after the commit", "08006");
            }
            return null;
        }
    }

    private final class Statement implements InvocationHandler {
        private final Steps steps;
        private final PreparedStatement real;
        private final String name;
        private String first = "";

        Statement(Steps steps, PreparedStatement real, String name) {
            this.steps = steps;
            this.real = real;
            this.name = name;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args) throws Throwable {
            if (method.getName().startsWith("execute")) {
                return execute(method, args);
            }
            if (args != null && args.length > 1 && method.getName().startsWith("set") && Integer.valueOf(1)
                    .equals(
                            args[0])
                    && args[1] instanceof String text) {
                first = text;
            }
            return call(real, method, args);
        }

        private @Nullable Object execute(Method method, Object @Nullable [] args) throws Throwable {
            var what = name.endsWith(" to") ? name + " " + first : name;
            boolean alone = connection.getAutoCommit();
            steps.at("before " + what, alone);
            if (steps.outage("before " + what)) {
                throw new SQLException("the connection was lost", "08006");
            }
            var result = asWriterOf(name.endsWith(" to") ? MDC.get("attempt") : null, method, args);
            steps.at("after " + what + (result instanceof Integer count ? " (" + count + ")" : ""), alone);
            if (steps.outage("after " + what)) {
                throw new SQLException("the connection was lost after it was done", "08006");
            }
            return result;
        }

        /** The history says of which attempt the writer believed the job to be. */
        private @Nullable Object asWriterOf(@Nullable String attempt, Method method, Object @Nullable [] args)
                throws Throwable {
            if (attempt == null) {
                return call(real, method, args);
            }
            writer(attempt);
            boolean done = false;
            try {
                var result = call(real, method, args);
                done = true;
                return result;
            } finally {
                // A transaction that is lost takes the setting with it, and bears no other statement.
                if (done || connection.getAutoCommit()) {
                    writer("");
                }
            }
        }
    }

    private void writer(String attempt) throws SQLException {
        try (var setting = connection.prepareStatement("select set_config('simulated.writer', ?, false)")) {
            setting.setString(1, attempt);
            setting.execute();
        }
    }

    private static @Nullable Object call(Object target, Method method, Object @Nullable [] args) throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** What a statement does, for the log and for scripts. */
    private static String name(String sql) {
        return NAMES.computeIfAbsent(sql, SimulatedDatabase::nameOf);
    }

    private static String nameOf(String sql) {
        if (sql.contains("set status = cast(?")) {
            return "change to";
        } else if (sql.contains("set status = 'SUBMITTING'")) {
            return "claim";
        } else if (sql.contains("set status = 'UNCERTAIN'")) {
            return sql.contains("order by due_at") ? "abandon by lease" : "abandon";
        } else if (sql.contains("set status = 'FAILED'")) {
            return "expire";
        } else if (sql.contains("insert into webhook_events")) {
            return "store event";
        } else if (sql.contains("update webhook_events")) {
            return "mark event";
        } else if (sql.contains("'UNMATCHED'")) {
            return "ask for unmatched";
        } else if (sql.contains("select exists")) {
            return "ask whether handled";
        } else if (sql.contains("from webhook_events")) {
            return "open events";
        } else if (sql.contains("user_provider_credentials")) {
            return "key";
        } else if (sql.contains("skip locked")) {
            return sql.contains("'PENDING'") ? "due to submit"
                    : sql.contains("'STORING'") ? "due to store" : "due to check";
        } else if (sql.contains("storing_until = now()")) {
            return "take to store";
        } else if (sql.contains("storing_until = null")) {
            return "still storing";
        } else if (sql.contains("store_key")) {
            return "unknown files";
        } else if (sql.contains("since_uncertain")) {
            return "snapshot";
        } else if (sql.contains("set due_at = now() where")) {
            return "due now";
        } else if (sql.contains("status = 'PROCESSING'")) {
            return "still processing";
        } else if (sql.contains("status = 'UNCERTAIN'")) {
            return "still uncertain";
        }
        return sql.strip().lines().findFirst().orElse(sql);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
