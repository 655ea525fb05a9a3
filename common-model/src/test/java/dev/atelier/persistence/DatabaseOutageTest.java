package dev.atelier.persistence;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.transaction.TransactionSystemException;

import static org.assertj.core.api.Assertions.assertThat;

class DatabaseOutageTest {
    @ParameterizedTest(name = "SQL state {0}")
    @ValueSource(strings = {"08006", "57P01", "57P03", "40001", "40P01", "53300", "53100"})
    void a_database_that_is_away_restarting_deadlocked_or_full_may_take_it_later(String state) {
        assertThat(DatabaseOutage.isMeantBy(new UncategorizedSQLException("test", null, new SQLException("", state))))
                .isTrue();
    }

    @Test
    void an_empty_pool_is_an_outage() {
        assertThat(DatabaseOutage.isMeantBy(new CannotGetJdbcConnectionException("no",
                new SQLTransientConnectionException("request timed out after 5000ms")))).isTrue();
    }

    @ParameterizedTest(name = "SQL state {0}")
    @ValueSource(strings = {"23505", "22001", "42P01"})
    void what_the_database_refuses_is_none(String state) {
        assertThat(DatabaseOutage.isMeantBy(new DataIntegrityViolationException("no", new SQLException("no", state))))
                .isFalse();
    }

    @Test
    void a_rollback_on_a_connection_that_is_gone_is_an_outage_and_a_refused_commit_is_none() {
        var lost = new TransactionSystemException("JDBC rollback failed", new SQLException("Connection is closed"));
        assertThat(DatabaseOutage.isMeantBy(lost)).isTrue();
        var refused = new TransactionSystemException("JDBC commit failed", new SQLException("duplicate key", "23505"));
        assertThat(DatabaseOutage.isMeantBy(refused)).isFalse();
    }
}
