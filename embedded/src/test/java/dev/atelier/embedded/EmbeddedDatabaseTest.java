package dev.atelier.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EmbeddedDatabaseTest {
    @TempDir
    Path folder;

    @Test
    void a_restart_keeps_everything_and_is_durable() throws Exception {
        try (var database = EmbeddedDatabase.persistent(folder, 0, Map.of("max_connections", "55"))) {
            execute(database, "create table kept (id int)", "insert into kept values (7)");
            assertThat(ask(database, "show fsync")).isEqualTo("on");
            assertThat(ask(database, "show synchronous_commit")).isEqualTo("on");
            assertThat(ask(database, "show max_connections")).isEqualTo("55");
            assertThat(ask(database, "show server_version")).startsWith("18.");
        }
        try (var database = EmbeddedDatabase.persistent(folder, 0)) {
            assertThat(ask(database, "select id from kept")).isEqualTo("7");
        }
    }

    @Test
    void a_killed_program_loses_nothing_and_its_server_is_replaced() throws Exception {
        var program = fork(folder);
        try {
            assertThat(program.inputReader().readLine()).isEqualTo(OtherProgram.READY);
            assertThatThrownBy(() -> EmbeddedDatabase.persistent(folder, 0))
                    .isInstanceOf(EmbeddedStartException.class)
                    .hasMessageContaining("another Atelier (pid %d) is using %s", program.pid(), folder.toRealPath());
        } finally {
            program.destroyForcibly().waitFor();
        }
        var left = serverOf(folder);
        assertThat(left.isAlive()).isTrue();

        try (var database = EmbeddedDatabase.persistent(folder, 0)) {
            assertThat(serverOf(folder).pid()).isNotEqualTo(left.pid());
            assertThat(ask(database, "select id from kept")).isEqualTo("7");
        }
    }

    @Test
    void a_stale_process_id_is_no_obstacle() throws Exception {
        EmbeddedDatabase.persistent(folder, 0).close();
        Files.writeString(folder.resolve("data/postmaster.pid"), ProcessHandle.current().pid() + "\n");
        try (var database = EmbeddedDatabase.persistent(folder, 0)) {
            assertThat(ask(database, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void the_folder_and_the_port_are_for_one_and_it_stops_and_returns() throws Exception {
        try (var database = EmbeddedDatabase.persistent(folder, 0)) {
            assertThatThrownBy(() -> EmbeddedDatabase.persistent(folder, 0))
                    .isInstanceOf(EmbeddedStartException.class)
                    .hasMessageContaining("is using " + folder.toRealPath() + " already");
            assertThatThrownBy(() -> EmbeddedDatabase.persistent(folder.resolve("other"), database.port()))
                    .isInstanceOf(EmbeddedStartException.class)
                    .hasMessageContaining("port " + database.port());
            database.stop();
            assertThatThrownBy(() -> ask(database, "select 1")).isInstanceOf(SQLException.class);
            database.start();
            assertThat(ask(database, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void a_failure_to_start_shows_the_servers_own_words_and_lets_go_of_the_folder() {
        assertThatThrownBy(() -> EmbeddedDatabase.persistent(folder, 0, Map.of("no_such_setting", "1")))
                .isInstanceOf(EmbeddedStartException.class)
                .hasMessageContaining("no_such_setting")
                .hasMessageContaining("postgresql.log");
        EmbeddedDatabase.persistent(folder, 0).close();
    }

    @Test
    void another_major_version_is_refused_with_what_to_do() throws Exception {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/PG_VERSION"), "14\n");
        Files.writeString(folder.resolve("password"), "secret");
        assertThatThrownBy(() -> EmbeddedDatabase.persistent(folder, 0))
                .isInstanceOf(EmbeddedStartException.class)
                .hasMessageContaining("was made by PostgreSQL 14")
                .hasMessageContaining("pg_dump");
    }

    @Test
    void a_temporary_one_is_fast_refuses_strangers_and_leaves_nothing() throws Exception {
        var database = EmbeddedDatabase.temporary();
        assertThat(ask(database, "show fsync")).isEqualTo("off");
        var data = Path.of(ask(database, "show data_directory"));
        assertThatThrownBy(() -> DriverManager.getConnection(database.jdbcUrl(), database.username(), "guess").close())
                .isInstanceOf(SQLException.class);
        database.close();
        assertThat(data.getParent()).doesNotExist();
    }

    /** A JVM that is killed, as {@code kill -9} does it. */
    private static Process fork(Path folder) throws Exception {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), OtherProgram.class.getName(), folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static ProcessHandle serverOf(Path folder) throws Exception {
        var lines = Files.readAllLines(folder.resolve("data/postmaster.pid"));
        return ProcessHandle.of(Long.parseLong(lines.getFirst())).orElseThrow();
    }

    private static String ask(EmbeddedDatabase database, String query) throws Exception {
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
                var statement = connection.createStatement();
                var answer = statement.executeQuery(query)) {
            assertThat(answer.next()).isTrue();
            return answer.getString(1);
        }
    }

    private static void execute(EmbeddedDatabase database, String... commands) throws Exception {
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
                var statement = connection.createStatement()) {
            for (var it : commands) {
                statement.execute(it);
            }
        }
    }
}
