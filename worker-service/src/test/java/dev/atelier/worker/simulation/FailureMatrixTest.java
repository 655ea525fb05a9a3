package dev.atelier.worker.simulation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.atelier.job.JobId;
import dev.atelier.job.JobStatus;
import dev.atelier.webhook.WebhookReceived;
import dev.atelier.worker.simulation.SimulatedProvider.Answer;
import dev.atelier.worker.simulation.Steps.What;

import static org.assertj.core.api.Assertions.assertThat;

/** One fault at a time, in an order that is written down: what the simulation finds by chance, told as stories. */
class FailureMatrixTest {
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
    void a_nudge_that_comes_twice_is_one_submission() {
        var run = with(Habits.ACME);
        var job = run.accept(Habits.ACME);
        run.nudge(job);
        ends(run, job, JobStatus.COMPLETED, 1);
    }

    @Test
    void a_job_whose_nudge_is_wiped_with_the_broker_goes_out_again() {
        var run = with(Habits.ACME);
        var job = run.accept(Habits.ACME);
        run.broker().wipe();
        ends(run, job, JobStatus.COMPLETED, 1);
    }

    @Test
    void a_worker_that_dies_before_its_claim_leaves_the_job_to_the_next() {
        var run = with(Habits.ACME);
        run.steps().script("before claim", What.DIE);
        ends(run, run.accept(Habits.ACME), JobStatus.COMPLETED, 1);
    }

    @Test
    void a_worker_that_dies_between_claim_and_call_leaves_a_doubt_and_no_charge() {
        var run = with(Habits.ACME);
        run.steps().script("before submitting", What.DIE);
        var job = run.accept(Habits.ACME);
        ends(run, job, JobStatus.FAILED, 0);
        assertThat(run.row(job)).containsEntry("failure_code", "OUTCOME_UNKNOWN");
    }

    @Test
    void a_worker_that_dies_in_the_call_is_made_good_by_the_callback() {
        var run = with(Habits.ACME);
        run.steps().script("after submitting", What.DIE);
        ends(run, run.accept(Habits.ACME), JobStatus.COMPLETED, 1);
    }

    @Test
    void a_lost_answer_without_evidence_is_never_repeated_where_the_policy_is_to_fail() {
        var run = with(Habits.DUSK);
        run.provider(Habits.DUSK).script(Answer.TAKES_AND_ANSWER_IS_LOST);
        ends(run, run.accept(Habits.DUSK), JobStatus.FAILED, 1);
    }

    @Test
    void a_lost_answer_is_repeated_and_marked_where_the_policy_is_to_resubmit() {
        var run = with(Habits.BOLT);
        run.provider(Habits.BOLT).script(Answer.TAKES_AND_ANSWER_IS_LOST);
        var job = run.accept(Habits.BOLT);
        ends(run, job, JobStatus.COMPLETED, 2);
        assertThat(run.row(job)).containsEntry("possible_duplicate", true);
    }

    @Test
    void a_lost_answer_is_repeated_under_the_same_key_where_the_provider_takes_one() {
        var run = with(Habits.CORR);
        run.provider(Habits.CORR).script(Answer.TAKES_AND_ANSWER_IS_LOST);
        ends(run, run.accept(Habits.CORR), JobStatus.COMPLETED, 1);
    }

    @Test
    void a_zombie_of_an_earlier_attempt_changes_nothing() {
        var run = with(Habits.BOLT);
        run.steps().script("before submitting", What.PAUSE);
        var job = run.accept(Habits.BOLT);
        var zombie = deliver(run);
        run.cut(zombie.worker());
        var _ = deliver(run);
        assertThat(run.status(job)).isEqualTo(JobStatus.UNCERTAIN);
        run.pass(Duration.ofSeconds(61));
        dispatchAndDeliver(run);
        assertThat(run.status(job)).isEqualTo(JobStatus.PENDING);
        run.steps().script("after submitting", What.PAUSE);
        run.dispatch(run.workers().getFirst());
        var second = deliver(run);
        run.provider(Habits.BOLT).script(Answer.IS_UNAVAILABLE);
        run.resume(zombie);
        assertThat(zombie.hasEnded()).isTrue();
        assertThat(run.row(job)).containsEntry("attempt", 2);
        assertThat(run.status(job)).isEqualTo(JobStatus.SUBMITTING);
        run.resume(second);
        ends(run, job, JobStatus.COMPLETED, 1);
    }

    @Test
    void a_late_success_of_a_worker_given_up_for_dead_is_adopted() {
        var run = with(Habits.DUSK);
        run.steps().script("after submitting", What.PAUSE);
        var job = run.accept(Habits.DUSK);
        var slow = deliver(run);
        run.cut(slow.worker());
        var _ = deliver(run);
        assertThat(run.status(job)).isEqualTo(JobStatus.UNCERTAIN);
        run.resume(slow);
        assertThat(run.status(job)).isEqualTo(JobStatus.PROCESSING);
        ends(run, job, JobStatus.COMPLETED, 1);
    }

    @Test
    void a_callback_to_the_job_s_address_may_be_faster_than_the_answer() {
        var run = with(Habits.ECHO);
        run.steps().script("after submitting", What.PAUSE);
        var job = run.accept(Habits.ECHO);
        var submitter = deliver(run);
        finishAndCallBack(run);
        assertThat(run.status(job)).isEqualTo(JobStatus.STORING);
        run.resume(submitter);
        ends(run, job, JobStatus.COMPLETED, 1);
    }

    @Test
    void a_callback_to_the_account_s_address_that_is_faster_than_the_answer_makes_the_job_due() {
        var run = with(Habits.BOLT);
        run.steps().script("after submitting", What.PAUSE);
        var job = run.accept(Habits.BOLT);
        var submitter = deliver(run);
        finishAndCallBack(run);
        assertThat(outcome()).isEqualTo("UNMATCHED");
        run.resume(submitter);
        assertThat(run.status(job)).isEqualTo(JobStatus.PROCESSING);
        assertThat(database.rows("select from generation_jobs where due_at <= simulated.now()")).hasSize(1);
        ends(run, job, JobStatus.COMPLETED, 1);
    }

    @Test
    void a_callback_that_comes_twice_counts_once() {
        var run = with(Habits.ECHO);
        var job = run.accept(Habits.ECHO);
        var _ = deliver(run);
        run.pass(Duration.ofSeconds(10));
        var callbacks = run.provider(Habits.ECHO).callbacks();
        callbacks.add(callbacks.getFirst());
        ends(run, job, JobStatus.COMPLETED, 1);
        assertThat(outcome()).isEqualTo("APPLIED");
    }

    @Test
    void callbacks_that_share_a_message_are_handled_each_for_itself_and_a_bad_one_is_put_aside_alone() {
        var run = with(Habits.ECHO);
        var one = run.accept(Habits.ECHO);
        var _ = deliver(run);
        var other = run.accept(Habits.ECHO);
        var _ = deliver(run);
        run.pass(Duration.ofSeconds(10));
        var callbacks = run.provider(Habits.ECHO).callbacks();
        var bad = new WebhookReceived(Habits.ECHO.id(), one, "broken", Map.of(), "task NO_SUCH_STATE", database.now());
        run.comeTogether(List.of(callbacks.removeFirst(), bad, callbacks.removeFirst()));
        var _ = deliver(run);
        assertThat(List.of(run.status(one), run.status(other))).containsOnly(JobStatus.STORING);
        assertThat(run.broker().dead()).isEmpty();
        var _ = run.deliver(it -> it.queue().equals("webhooks")).orElseThrow();
        assertThat(run.broker().dead()).singleElement().asString().startsWith("WebhookReceived on webhooks");
        run.settle();
        assertThat(List.of(run.status(one), run.status(other))).containsOnly(JobStatus.COMPLETED);
    }

    @Test
    void an_old_callback_that_comes_after_a_newer_one_changes_nothing() {
        var run = with(Habits.ECHO);
        var job = run.accept(Habits.ECHO);
        var _ = deliver(run);
        run.provider(Habits.ECHO).callBack(run.provider(Habits.ECHO).charges().getFirst());
        var progress = run.provider(Habits.ECHO).callbacks().removeFirst();
        finishAndCallBack(run);
        run.provider(Habits.ECHO).callbacks().add(progress);
        ends(run, job, JobStatus.COMPLETED, 1);
    }

    @Test
    void a_callback_after_the_end_is_kept_as_evidence() {
        var run = with(Habits.ECHO);
        var job = run.accept(Habits.ECHO);
        var _ = deliver(run);
        run.cancel(job);
        finishAndCallBack(run);
        assertThat(outcome()).isEqualTo("LATE");
        ends(run, job, JobStatus.CANCELLED, 1);
    }

    @Test
    void a_claim_whose_answer_is_lost_is_recognised_as_one_s_own() {
        var run = with(Habits.ACME);
        run.steps().script("after claim", What.DATABASE_AWAY);
        var job = run.accept(Habits.ACME);
        ends(run, job, JobStatus.COMPLETED, 1);
        assertThat(run.row(job)).containsEntry("attempt", 1);
    }

    @Test
    void an_answer_whose_commit_is_in_doubt_is_written_once() {
        var run = with(Habits.DUSK);
        run.steps().script("after change to PROCESSING", What.DATABASE_AWAY);
        run.steps().script("before change to COMPLETED", What.DATABASE_AWAY);
        ends(run, run.accept(Habits.DUSK), JobStatus.COMPLETED, 1);
    }

    @Test
    void a_message_that_nobody_can_read_is_put_aside_at_once() {
        var run = with(Habits.ACME);
        run.poison(Habits.ACME);
        var _ = deliver(run);
        assertThat(run.broker().dead()).hasSize(1);
        ends(run, run.accept(Habits.ACME), JobStatus.COMPLETED, 1);
    }

    @Test
    void a_stored_callback_that_breaks_its_handler_does_not_stop_the_dispatcher() {
        var run = with(Habits.ECHO);
        var job = run.accept(Habits.ECHO);
        run.broker().wipe();
        var unreadable = new WebhookReceived(Habits.ECHO.id(), job, "broken", Map.of(), "task NO_SUCH_STATE", database
                .now());
        assertThat(run.events().keep(unreadable)).isTrue();
        ends(run, job, JobStatus.COMPLETED, 1);
        assertThat(database.rows("select from webhook_events where outcome = 'SET_ASIDE'")).hasSize(1);
        assertThat(database.rows("select from dead_letters")).hasSize(1);
    }

    @Test
    void what_is_surely_not_taken_is_sent_again() {
        var run = with(Habits.ACME);
        run.provider(Habits.ACME).script(Answer.IS_UNAVAILABLE, Answer.IS_RATE_LIMITED);
        var job = run.accept(Habits.ACME);
        ends(run, job, JobStatus.COMPLETED, 1);
        assertThat(run.row(job)).containsEntry("attempt", 3).containsEntry("retries", 1);
    }

    @Test
    void a_question_that_got_lost_is_not_asked_twice() {
        var run = with(Habits.ACME);
        run.provider(Habits.ACME).script(Answer.QUESTION_IS_LOST);
        ends(run, run.accept(Habits.ACME), JobStatus.FAILED, 0);
    }

    @Test
    void a_provider_that_took_what_it_said_it_did_not_is_not_asked_again_once_it_calls_back() {
        var run = with(Habits.ECHO);
        run.provider(Habits.ECHO).script(Answer.TAKES_AND_SAYS_IT_DID_NOT);
        var job = run.accept(Habits.ECHO);
        var _ = deliver(run);
        assertThat(run.status(job)).isEqualTo(JobStatus.PENDING);
        finishAndCallBack(run);
        assertThat(run.status(job)).isEqualTo(JobStatus.STORING);
        run.settle();
        assertThat(run.provider(Habits.ECHO).charges(job)).hasSize(1);
    }

    @Test
    void a_callback_that_is_read_while_the_next_attempt_begins_is_not_lost() {
        var run = with(Habits.ECHO);
        run.provider(Habits.ECHO).script(Answer.TAKES_AND_ANSWER_IS_LOST);
        var job = run.accept(Habits.ECHO);
        var _ = deliver(run);
        run.pass(Duration.ofSeconds(61));
        dispatchAndDeliver(run);
        assertThat(run.status(job)).isEqualTo(JobStatus.PENDING);
        assertThat(run.sendACallback()).isTrue();
        run.steps().script("after snapshot", What.PAUSE);
        var reader = deliver(run);
        run.dispatch(run.workers().getFirst());
        run.steps().script("before submitting", What.PAUSE);
        var submitter = deliver(run);
        run.resume(reader);
        assertThat(run.status(job)).isEqualTo(JobStatus.STORING);
        run.resume(submitter);
        ends(run, job, JobStatus.COMPLETED, 2);
    }

    @Test
    void evidence_that_comes_while_a_job_is_given_up_wins() {
        var run = with(Habits.ECHO);
        run.provider(Habits.ECHO)
                .script(Answer.TAKES_AND_ANSWER_IS_LOST, Answer.QUESTION_IS_LOST,
                        Answer.TAKES_AND_ANSWER_IS_LOST);
        var job = run.accept(Habits.ECHO);
        for (int attempt = 1; attempt < SimulationCatalog.ATTEMPTS; attempt++) {
            var _ = deliver(run);
            run.pass(Duration.ofSeconds(61));
            dispatchAndDeliver(run);
            run.dispatch(run.workers().getFirst());
        }
        var _ = deliver(run);
        run.provider(Habits.ECHO).callbacks().clear();
        run.pass(Duration.ofSeconds(5));
        run.provider(Habits.ECHO).callBack(run.provider(Habits.ECHO).charges().getLast());
        assertThat(run.sendACallback()).isTrue();
        run.pass(Duration.ofSeconds(61));
        run.dispatch(run.workers().getFirst());
        run.steps().script("before change to FAILED", What.PAUSE);
        var checker = run.deliver(it -> it.queue().startsWith("checks")).orElseThrow();
        assertThat(checker.hasEnded()).isFalse();
        var _ = run.deliver(it -> it.queue().equals("webhooks")).orElseThrow();
        assertThat(run.status(job)).isEqualTo(JobStatus.PROCESSING);
        run.resume(checker);
        ends(run, job, JobStatus.COMPLETED, 2);
    }

    @Test
    void an_answer_with_another_job_s_id_is_no_answer() {
        var run = with(Habits.DUSK);
        run.provider(Habits.DUSK).script(Answer.TAKES, Answer.ANSWERS_WITH_ANOTHER_ID);
        var first = run.accept(Habits.DUSK);
        var _ = deliver(run);
        var second = run.accept(Habits.DUSK);
        var _ = deliver(run);
        assertThat(run.status(second)).isEqualTo(JobStatus.UNCERTAIN);
        ends(run, first, JobStatus.COMPLETED, 1);
        assertThat(run.status(second)).isEqualTo(JobStatus.FAILED);
    }

    @Test
    void a_callback_to_one_job_s_address_about_another_job_is_kept_and_changes_neither() {
        var run = with(Habits.ECHO);
        run.provider(Habits.ECHO).script(Answer.TAKES, Answer.QUESTION_IS_LOST);
        var first = run.accept(Habits.ECHO);
        var _ = deliver(run);
        var second = run.accept(Habits.ECHO);
        var _ = deliver(run);
        var task = run.provider(Habits.ECHO).charges().getFirst();
        assertThat(run.door(new WebhookReceived(Habits.ECHO.id(), second, "crossed", Map.of(), task.id() + " DONE",
                database.now()))).isTrue();
        var _ = deliver(run);
        assertThat(outcome()).isEqualTo("LATE");
        assertThat(run.status(second)).isEqualTo(JobStatus.UNCERTAIN);
        assertThat(run.status(first)).isEqualTo(JobStatus.PROCESSING);
        ends(run, first, JobStatus.COMPLETED, 1);
    }

    @Test
    void one_job_that_breaks_does_not_hold_up_the_others_of_its_message() {
        var run = with(Habits.DUSK);
        var good = run.accept(Habits.DUSK);
        var _ = deliver(run);
        var bad = run.accept(Habits.DUSK);
        var _ = deliver(run);
        var last = run.accept(Habits.DUSK);
        var _ = deliver(run);
        var _ = database.jdbc()
                .sql("update generation_jobs set provider_job_id = 'never-given' where id = :id")
                .param("id", bad.value())
                .update();
        run.pass(Duration.ofSeconds(21));
        run.nudgeToCheck(Habits.DUSK, List.of(good, bad, last));
        var _ = deliver(run);
        assertThat(List.of(run.status(good), run.status(bad), run.status(last))).containsExactly(JobStatus.STORING,
                JobStatus.PROCESSING, JobStatus.STORING);
        assertThat(run.violations()).isEmpty();
    }

    @Test
    void a_cancel_that_is_first_wins_over_a_result() {
        var run = with(Habits.DUSK);
        var job = run.accept(Habits.DUSK);
        var _ = deliver(run);
        run.pass(Duration.ofSeconds(21));
        run.dispatch(run.workers().getFirst());
        run.steps().script("before change to STORING", What.PAUSE);
        var checker = deliver(run);
        run.cancel(job);
        run.resume(checker);
        ends(run, job, JobStatus.CANCELLED, 1);
        assertThat(run.row(job)).containsEntry("cancel_effect", "NOT_STOPPED");
    }

    @Test
    void a_cancel_that_is_second_is_told_the_truth() {
        var run = with(Habits.DUSK);
        var job = run.accept(Habits.DUSK);
        ends(run, job, JobStatus.COMPLETED, 1);
        assertThat(run.changes().cancel(job, SimulatedDatabase.USER, false)).isEmpty();
        assertThat(run.status(job)).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void a_cancel_of_a_job_whose_answer_was_lost_does_not_say_that_nothing_was_spent() {
        var run = with(Habits.CORR);
        run.provider(Habits.CORR).script(Answer.TAKES_AND_ANSWER_IS_LOST);
        var job = run.accept(Habits.CORR);
        var _ = deliver(run);
        run.pass(Duration.ofSeconds(31));
        dispatchAndDeliver(run);
        assertThat(run.status(job)).isEqualTo(JobStatus.PENDING);
        run.cancel(job);
        assertThat(run.row(job)).containsEntry("cancel_effect", "NOT_STOPPED");
        ends(run, job, JobStatus.CANCELLED, 1);
    }

    @Test
    void a_nudge_to_copy_that_is_lost_is_repeated() {
        var run = with(Habits.DUSK);
        var job = storing(run);
        run.broker().wipe();
        ends(run, job, JobStatus.COMPLETED, 1);
    }

    @Test
    void a_copier_that_dies_before_its_commit_is_followed_by_another_one_at_once() {
        var run = with(Habits.DUSK);
        var job = storing(run);
        run.steps().script("after keeping a file", What.DIE);
        var _ = deliver(run);
        assertThat(run.status(job)).isEqualTo(JobStatus.STORING);
        var _ = deliver(run);
        assertThat(run.status(job)).isEqualTo(JobStatus.COMPLETED);
        ends(run, job, JobStatus.COMPLETED, 1);
    }

    @Test
    void a_job_that_is_being_copied_is_given_to_nobody_else() {
        var run = with(Habits.DUSK);
        var job = storing(run);
        run.steps().script("before fetching a file", What.PAUSE);
        var copier = deliver(run);
        run.nudgeToStore(Habits.DUSK, job);
        var _ = deliver(run);
        assertThat(run.status(job)).isEqualTo(JobStatus.STORING);
        run.resume(copier);
        assertThat(run.status(job)).isEqualTo(JobStatus.COMPLETED);
        ends(run, job, JobStatus.COMPLETED, 1);
    }

    @Test
    void two_copiers_of_one_job_write_one_output_and_its_file_stays() {
        var run = with(Habits.DUSK);
        var job = storing(run);
        run.steps().script("after keeping a file", What.PAUSE);
        var slow = deliver(run);
        run.cut(slow.worker());
        var _ = deliver(run);
        assertThat(run.status(job)).isEqualTo(JobStatus.COMPLETED);
        run.resume(slow);
        ends(run, job, JobStatus.COMPLETED, 1);
    }

    @Test
    void a_full_store_delays_jobs_and_fails_none() {
        var run = with(Habits.DUSK);
        var job = storing(run);
        run.outputs().full(true);
        for (int hour = 0; hour < 3; hour++) {
            run.pass(Duration.ofHours(1));
            run.dispatch(run.workers().getFirst());
            var _ = deliver(run);
            assertThat(run.status(job)).isEqualTo(JobStatus.STORING);
        }
        run.outputs().full(false);
        ends(run, job, JobStatus.COMPLETED, 1);
    }

    @Test
    void an_answer_whose_files_the_store_does_not_take_is_held_and_its_job_is_not_given_up() {
        var run = with(Habits.DUSK);
        run.outputs().full(true);
        run.steps().script("waits for the database", What.PAUSE);
        run.provider(Habits.DUSK).script(Answer.BRINGS_ITS_FILE);
        var job = run.accept(Habits.DUSK);
        var submitter = deliver(run);
        for (int look = 0; look < 10; look++) {
            run.pass(Duration.ofSeconds(40));
            run.steps().script("waits for the database", What.PAUSE);
            run.resume(submitter);
            run.dispatch(run.workers().getLast());
            assertThat(run.status(job)).isEqualTo(JobStatus.SUBMITTING);
        }
        run.outputs().full(false);
        run.resume(submitter);
        assertThat(run.status(job)).isEqualTo(JobStatus.COMPLETED);
        ends(run, job, JobStatus.COMPLETED, 1);
    }

    @Test
    void a_file_that_its_host_has_lost_fails_the_job_but_not_at_the_first_no() {
        var run = with(Habits.DUSK);
        var job = storing(run);
        run.outputs().gone(true);
        var _ = deliver(run);
        assertThat(run.status(job)).isEqualTo(JobStatus.STORING);
        ends(run, job, JobStatus.FAILED, 1);
        assertThat(run.row(job)).containsEntry("failure_code", "OUTPUT_UNAVAILABLE");
        assertThat(String.valueOf(run.row(job).get("failure_message"))).contains("https://files.test/");
    }

    @Test
    void a_host_that_says_no_for_a_moment_costs_nothing() {
        var run = with(Habits.DUSK);
        var job = storing(run);
        run.outputs().gone(true);
        var _ = deliver(run);
        run.outputs().gone(false);
        ends(run, job, JobStatus.COMPLETED, 1);
    }

    @Test
    void a_job_whose_result_is_here_is_not_failed_by_its_deadline() {
        var run = with(Habits.DUSK);
        var job = run.accept(Habits.DUSK);
        var _ = deliver(run);
        run.pass(Duration.ofSeconds(21));
        run.dispatch(run.workers().getFirst());
        run.steps().script("before change to STORING", What.PAUSE);
        var checker = deliver(run);
        run.pass(Duration.ofHours(1));
        run.resume(checker);
        assertThat(run.status(job)).isEqualTo(JobStatus.STORING);
        ends(run, job, JobStatus.COMPLETED, 1);
    }

    @Test
    void a_cancel_while_files_are_copied_says_that_it_was_paid_for_and_leaves_no_file() throws Exception {
        var run = with(Habits.DUSK);
        var job = storing(run);
        run.steps().script("after fetching a file", What.PAUSE);
        var copier = deliver(run);
        run.cancel(job);
        run.resume(copier);
        ends(run, job, JobStatus.CANCELLED, 1);
        assertThat(run.row(job)).containsEntry("cancel_effect", "NOT_STOPPED");
        try (var files = Files.walk(database.folder())) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void a_second_callback_about_a_job_that_is_being_copied_is_kept_as_evidence() {
        var run = with(Habits.ECHO);
        var job = run.accept(Habits.ECHO);
        var _ = deliver(run);
        finishAndCallBack(run);
        run.provider(Habits.ECHO).callBack(run.provider(Habits.ECHO).charges().getFirst());
        assertThat(run.sendACallback()).isTrue();
        var _ = run.deliver(it -> it.queue().equals("webhooks")).orElseThrow();
        assertThat(database.rows("select from webhook_events where outcome = 'LATE'")).hasSize(1);
        assertThat(run.status(job)).isEqualTo(JobStatus.STORING);
        ends(run, job, JobStatus.COMPLETED, 1);
    }

    /** A job that was checked and found finished; the nudge to copy it waits. */
    private static JobId storing(Simulation run) {
        var job = run.accept(Habits.DUSK);
        var _ = deliver(run);
        run.pass(Duration.ofSeconds(21));
        dispatchAndDeliver(run);
        assertThat(run.status(job)).isEqualTo(JobStatus.STORING);
        return job;
    }

    private static Simulation with(Habits habits) {
        return Simulation.scripted(database, catalogs, habits);
    }

    /** The next message, to a worker with room for it, until it is done, pauses or dies. */
    private static Actor deliver(Simulation run) {
        return run.deliver(it -> true).orElseThrow();
    }

    private static void dispatchAndDeliver(Simulation run) {
        run.dispatch(run.workers().getFirst());
        var _ = deliver(run);
    }

    private static void finishAndCallBack(Simulation run) {
        run.pass(Duration.ofSeconds(10));
        assertThat(run.sendACallback()).isTrue();
        var _ = run.deliver(it -> it.queue().equals("webhooks")).orElseThrow();
    }

    /** What became of the only callback. */
    private static String outcome() {
        return Objects.toString(database.jdbc().sql("select outcome from webhook_events").query().singleValue());
    }

    private static void ends(Simulation run, JobId job, JobStatus status, int charges) {
        run.settle();
        run.check(true);
        assertThat(run.violations()).as(String.join("\n", run.log())).isEmpty();
        assertThat(run.status(job)).as(String.join("\n", run.log())).isEqualTo(status);
        assertThat(run.provider(run.taker(job)).charges(job)).hasSize(charges);
    }
}
