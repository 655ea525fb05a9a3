package dev.atelier.worker.queue;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.UncategorizedSQLException;

import dev.atelier.output.store.OutputStoreException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PatienceTest {
    private final List<Duration> pauses = new ArrayList<>();
    private final Patience patience = new Patience(pauses::add);

    @ParameterizedTest(name = "SQL state {0}")
    @ValueSource(strings = {"08006", "57P01", "57P03", "40001", "40P01", "53300", "53100"})
    void a_database_that_is_away_restarting_deadlocked_or_full_is_waited_for(String state) {
        Deque<RuntimeException> failures = new ArrayDeque<>(List.of(failure(state), failure(state), failure(state)));
        assertThat(patience.untilDone(() -> {
            if (!failures.isEmpty()) {
                throw failures.pop();
            }
            return "stored";
        })).isEqualTo("stored");
        assertThat(pauses).hasSize(3).isSorted();
    }

    @Test
    void a_store_that_is_full_is_waited_for_too() {
        var attempts = new ArrayDeque<Integer>();
        assertThat(patience.untilDone(() -> {
            attempts.push(1);
            if (attempts.size() < 4) {
                throw new OutputStoreException("no", new IOException("No space left on device"));
            }
            return "stored";
        })).isEqualTo("stored");
        assertThat(pauses).hasSize(3).isSorted();
    }

    @Test
    void pauses_grow_and_stay_bounded() {
        var attempts = new ArrayDeque<Integer>();
        patience.untilDone(() -> {
            attempts.push(1);
            if (attempts.size() < 30) {
                throw failure("08006");
            }
            return true;
        });
        assertThat(pauses).isSorted().allMatch(it -> it.compareTo(Duration.ofSeconds(5)) <= 0);
    }

    @Test
    void what_will_never_succeed_is_not_tried_again() {
        var broken = new DataIntegrityViolationException("no", new SQLException("no", "23505"));
        assertThatThrownBy(() -> patience.untilDone(() -> {
            throw broken;
        })).isSameAs(broken);
        assertThat(pauses).isEmpty();
    }

    @Test
    void an_interrupt_at_work_means_that_the_worker_stops_not_that_the_message_is_broken() {
        var broken = new CannotGetJdbcConnectionException("no", new SQLException("Interrupted during acquisition"));
        assertThatThrownBy(() -> patience.untilDone(() -> {
            Thread.currentThread().interrupt();
            throw broken;
        })).isInstanceOf(Stopping.class).hasCause(broken);
        assertThat(Thread.interrupted()).isTrue();
    }

    private static RuntimeException failure(String state) {
        return new UncategorizedSQLException("test", "select 1", new SQLException("away", state));
    }
}
