package dev.atelier.testsupport;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TestDatabaseTest {
    @Test
    void each_test_gets_an_empty_database_of_its_own() throws Exception {
        var one = TestDatabase.create();
        var other = TestDatabase.create();
        try (var connection = connect(one); var statement = connection.createStatement()) {
            statement.execute("create table mine (id int)");
        }
        assertThat(tables(one)).isEqualTo(1);
        assertThat(tables(other)).isZero();
    }

    private static int tables(TestDatabase database) throws SQLException {
        try (var connection = connect(database);
                var statement = connection.createStatement();
                var answer = statement.executeQuery("select count(*) from pg_tables where schemaname = 'public'")) {
            assertThat(answer.next()).isTrue();
            return answer.getInt(1);
        }
    }

    private static Connection connect(TestDatabase database) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
    }
}
