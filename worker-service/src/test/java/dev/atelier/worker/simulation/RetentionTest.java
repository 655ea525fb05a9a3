package dev.atelier.worker.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.atelier.job.JobId;
import dev.atelier.job.JobStatus;
import dev.atelier.worker.simulation.SimulatedProvider.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/** What is kept for 30 days and what for a year, on a clock that can be moved. */
class RetentionTest {
    private static final QuietLogs logs = new QuietLogs();
    private static SimulatedDatabase database;
    private static SimulationCatalog catalogs;

    @BeforeAll
    static void createDatabase(@TempDir Path folder, @TempDir Path outputs) throws Exception {
        database = new SimulatedDatabase(SimulationCatalog.write(folder), outputs);
        catalogs = SimulationCatalog.read(database.plain());
    }

    @AfterAll
    static void closeDatabase() throws SQLException {
        database.close();
        logs.close();
    }

    @Test
    void files_go_first_and_are_still_shown_and_records_go_later() {
        var run = Simulation.scripted(database, catalogs, Habits.ECHO);
        // More than one batch.
        var jobs = IntStream.range(0, 5).mapToObj(it -> run.accept(Habits.ECHO)).toList();
        run.settle();
        assertThat(jobs).allMatch(it -> run.status(it) == JobStatus.COMPLETED);
        run.pass(Duration.ofDays(29));
        sweep(run);
        assertThat(files()).hasSize(5);

        run.pass(Duration.ofDays(2));
        run.accept(Habits.ECHO);
        run.settle();
        sweep(run);
        assertThat(files()).hasSize(1);
        assertThat(database.rows("select from generated_outputs where deleted_at is not null and store_key is null"
                + " and url is null and sha256 is not null")).hasSize(5);
        assertThat(database.rows("select from generation_jobs")).hasSize(6);

        run.pass(Duration.ofDays(340));
        sweep(run);
        assertThat(database.rows("select from generation_jobs")).hasSize(1);
        assertThat(database.rows("select from generated_outputs")).hasSize(1);
        run.pass(Duration.ofDays(400));
        sweep(run);
        assertThat(files()).isEmpty();
        assertThat(List.of("generation_jobs", "generated_outputs")).allMatch(it -> database.rows("select from " + it)
                .isEmpty());
    }

    @Test
    void a_job_that_lives_is_kept_however_old_it_is() {
        var run = Simulation.scripted(database, catalogs, Habits.DUSK);
        var job = run.accept(Habits.DUSK);
        run.pass(Duration.ofDays(4000));
        sweep(run);
        assertThat(run.status(job)).isEqualTo(JobStatus.PENDING);
    }

    @Test
    void what_was_left_behind_for_a_job_without_a_result_goes_too() {
        var run = Simulation.scripted(database, catalogs, Habits.DUSK);
        run.provider(Habits.DUSK).script(Answer.BRINGS_ITS_FILE_AND_NAMES_ANOTHER);
        var job = run.accept(Habits.DUSK);
        run.outputs().gone(true);
        var _ = run.deliver(it -> true);
        assertThat(run.status(job)).isEqualTo(JobStatus.STORING);
        assertThat(files()).hasSize(1);
        run.cancel(job);
        run.pass(Duration.ofDays(31));
        sweep(run);
        assertThat(files()).isEmpty();
        assertThat(run.row(job)).containsEntry("produced", null);
    }

    @Test
    void a_store_that_is_away_delays_the_removal_and_nothing_is_forgotten() throws IOException {
        var run = Simulation.scripted(database, catalogs, Habits.DUSK);
        JobId job = run.accept(Habits.DUSK);
        run.settle();
        assertThat(run.status(job)).isEqualTo(JobStatus.COMPLETED);
        run.pass(Duration.ofDays(31));
        run.outputs().full(true);
        sweep(run);
        assertThat(files()).hasSize(1);
        assertThat(
                database.rows("select from generated_outputs where deleted_at is not null and store_key is not null"))
                .hasSize(1);
        run.outputs().full(false);
        sweep(run);
        assertThat(files()).isEmpty();
    }

    private static void sweep(Simulation run) {
        run.workers().getFirst().sweep();
    }

    private static List<Path> files() {
        try (var all = Files.walk(database.folder())) {
            return all.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
