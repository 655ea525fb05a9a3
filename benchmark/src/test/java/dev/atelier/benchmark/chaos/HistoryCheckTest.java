package dev.atelier.benchmark.chaos;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.atelier.job.JobStatus;

import static org.assertj.core.api.Assertions.assertThat;

/** A check that never fails proves nothing: each rule is broken here once. */
class HistoryCheckTest {
    private static final UUID ID = UUID.fromString("0198c0de-0000-7000-8000-00000000beef");
    private static final String KEY = "run-1";

    private final Violations violations = new Violations();
    private final HistoryCheck check = new HistoryCheck(
            new Client(List.of(URI.create("http://127.0.0.1:1")), violations),
            violations, new Figures());

    @Test
    void a_sound_history_breaks_no_rule() {
        var jobs = List.of(job(JobStatus.COMPLETED, 0, 1));
        check.everyAcceptedJobHasEnded(Map.of(KEY, ID), jobs);
        check.outputsExactlyWhenCompleted(jobs, List.of());
        check.chargedOnce(jobs, charges(1));
        check.nothingLeavesAnEnd(List.of(move(null, JobStatus.PENDING), move(JobStatus.PENDING, JobStatus.SUBMITTING),
                move(JobStatus.SUBMITTING, JobStatus.PROCESSING), move(JobStatus.PROCESSING, JobStatus.COMPLETED)));
        check.callbacksAreStored(List.of("a", "a"), Set.of("a"), 0);
        check.nothingIsDead(0);
        assertThat(violations.shown()).isEmpty();
    }

    @Test
    void an_accepted_job_that_is_no_row_is_lost() {
        check.everyAcceptedJobHasEnded(Map.of(KEY, ID), List.of());
        broken("I1");
    }

    @Test
    void a_job_that_has_not_ended_breaks_the_first_rule() {
        check.everyAcceptedJobHasEnded(Map.of(KEY, ID), List.of(job(JobStatus.PROCESSING, 0, 0)));
        broken("I1");
    }

    @Test
    void a_completed_job_has_outputs_and_one_set_of_them() {
        check.outputsExactlyWhenCompleted(List.of(job(JobStatus.COMPLETED, 0, 0)), List.of());
        check.outputsExactlyWhenCompleted(List.of(job(JobStatus.FAILED, 0, 1)), List.of());
        check.outputsExactlyWhenCompleted(List.of(job(JobStatus.COMPLETED, 0, 2)), List.of());
        assertThat(violations.shown()).hasSize(3).allMatch(it -> it.startsWith("I2"));
    }

    @Test
    void a_second_charge_that_nobody_knows_of_breaks_the_third_rule() {
        check.chargedOnce(List.of(job(JobStatus.COMPLETED, 0, 1)), charges(2));
        broken("I3");
    }

    @Test
    void a_second_charge_is_allowed_to_a_job_that_was_knowingly_sent_again_and_a_third_one_is_not() {
        check.chargedOnce(List.of(job(JobStatus.COMPLETED, 1, 1)), charges(2));
        assertThat(violations.shown()).isEmpty();
        check.chargedOnce(List.of(job(JobStatus.COMPLETED, 1, 1)), charges(3));
        broken("I3");
    }

    @Test
    void a_charge_for_nobody_breaks_the_third_rule() {
        check.chargedOnce(List.of(), charges(1));
        broken("I3");
    }

    @Test
    void a_job_that_leaves_its_end_breaks_the_fourth_rule() {
        check.nothingLeavesAnEnd(List.of(move(null, JobStatus.PENDING), move(JobStatus.PENDING, JobStatus.CANCELLED),
                move(JobStatus.CANCELLED, JobStatus.PROCESSING)));
        broken("I4");
    }

    @Test
    void a_job_that_is_deleted_breaks_the_fourth_rule() {
        check.nothingLeavesAnEnd(List.of(move(null, JobStatus.PENDING), move(JobStatus.PENDING, null)));
        broken("I4");
    }

    @Test
    void a_callback_that_was_answered_and_is_not_stored_breaks_the_fifth_rule() {
        check.callbacksAreStored(List.of("a", "a", "b"), Set.of("a"), 0);
        broken("I5");
    }

    @Test
    void a_callback_that_is_stored_and_never_handled_breaks_the_fifth_rule() {
        check.callbacksAreStored(List.of("a"), Set.of("a"), 1);
        broken("I5");
    }

    @Test
    void a_run_without_any_callback_proves_nothing() {
        check.callbacksAreStored(List.of(), Set.of(), 0);
        broken("run");
    }

    @Test
    void deliveries_are_read_from_the_simulators_log(@TempDir Path folder) throws IOException {
        var log = Files.writeString(folder.resolve("output.log"), """
                INFO kie task 0a1b: callback delivered, attempt 1
                INFO kie task 0a1b: callback refused with 503, attempt 1
                INFO geminigen task 2c-3d: callback delivered, attempt 2
                """);
        assertThat(HistoryCheck.delivered(log)).containsExactly("0a1b", "2c-3d");
    }

    @Test
    void more_submissions_at_a_time_than_slots_break_the_seventh_rule() {
        var submissions = JsonMapper.shared().createObjectNode();
        submissions.putObject("kie").put("most", 33);
        submissions.putObject("geminigen").put("most", 16);
        check.slotsAreKept(submissions, 2);
        broken("I7");
    }

    @Test
    void a_good_message_among_the_dead_is_a_violation() {
        check.nothingIsDead(1);
        broken("dead");
    }

    private void broken(String rule) {
        assertThat(violations.shown()).singleElement().asString().startsWith(rule + ": ");
    }

    private static History.Job job(JobStatus status, int resubmitted, int outputs) {
        return new History.Job(ID, KEY, status, "kie", "task", null, resubmitted > 0, resubmitted, outputs);
    }

    private static History.Move move(@Nullable JobStatus was, @Nullable JobStatus became) {
        return new History.Move(ID, was, became, 0, null, Instant.EPOCH);
    }

    private static JsonNode charges(int times) {
        var all = JsonMapper.shared().createArrayNode();
        for (int i = 0; i < times; i++) {
            all.addObject()
                    .put("provider", "kie")
                    .put("prompt", Client.PROMPT + KEY)
                    .put("reference", ID.toString());
        }
        return all;
    }
}
