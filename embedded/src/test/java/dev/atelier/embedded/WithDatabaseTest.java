package dev.atelier.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WithDatabaseTest {
    private static final int MADE_A_TABLE = 42;

    /** The command. */
    static final class MakesATable {
        private MakesATable() {}

        public static void main(String[] args) throws SQLException {
            Map<String, String> environment = System.getenv();
            try (var connection = DriverManager.getConnection(environment.get("SPRING_DATASOURCE_URL"),
                    environment.get("SPRING_DATASOURCE_USERNAME"), environment.get("SPRING_DATASOURCE_PASSWORD"));
                    var statement = connection.createStatement()) {
                statement.execute("create table made (id integer)");
            }
            System.exit(MADE_A_TABLE);
        }
    }

    @Test
    void the_command_has_an_empty_database_and_its_exit_status_is_told() throws Exception {
        var command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), MakesATable.class.getName());
        assertThat(WithDatabase.run(command)).isEqualTo(MADE_A_TABLE);
        assertThat(WithDatabase.run(command)).as("a new one each time").isEqualTo(MADE_A_TABLE);
    }

    @Test
    void a_command_that_is_not_there_is_an_error() {
        assertThatThrownBy(() -> WithDatabase.run(List.of("no-such-command"))).isInstanceOf(IOException.class)
                .hasMessageContaining("no-such-command");
    }
}
