package dev.atelier.job;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.node.StringNode;

import dev.atelier.TestSchema;
import dev.atelier.catalog.AppliedRequest;
import dev.atelier.catalog.Category;
import dev.atelier.catalog.ModelId;
import dev.atelier.catalog.ProviderId;
import dev.atelier.catalog.Timing;
import dev.atelier.output.OutputType;
import dev.atelier.output.ProducedOutput;
import dev.atelier.user.UserId;
import dev.atelier.webhook.WebhookEvents;
import dev.atelier.webhook.WebhookReceived;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JobChangesTest {
    private static final TestSchema SCHEMA = TestSchema.create();
    private static final ProviderId KIE = new ProviderId("kie");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final JobFailure UNAVAILABLE = new JobFailure(FailureKind.PROVIDER_UNAVAILABLE, "down");
    private static final JobFailure UNKNOWN = new JobFailure(FailureKind.OUTCOME_UNKNOWN, "the answer was lost");

    private static final ProducedOutput.Stored STORED = new ProducedOutput.Stored(OutputType.IMAGE, "ab/a-job/1-0.png",
            "image/png", 3, "0".repeat(64), 4, null, 2500L);

    private final JdbcClient jdbc = SCHEMA.jdbc();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final JobChanges changes = new JobChanges(jdbc, meters);
    private final JobSnapshots snapshots = new JobSnapshots(jdbc);

    @Test
    void an_accepted_job_is_pending_and_due() {
        var job = accepted();
        assertThat(status(job)).isEqualTo(JobStatus.PENDING);
        assertThat(secondsUntilDue(job)).isBetween(50.0, 60.0);
    }

    @Test
    void a_job_is_claimed_once_however_many_try() throws Exception {
        var job = accepted();
        var claims = inParallel(50, () -> changes.claim(List.of(job), MINUTE));
        assertThat(claims.stream().mapToInt(List::size).sum()).isEqualTo(1);
        assertThat(status(job)).isEqualTo(JobStatus.SUBMITTING);
    }

    @Test
    void a_claim_brings_what_the_provider_is_to_be_sent() {
        var claimed = claimed();
        assertThat(claimed.fence().attempt()).isEqualTo(1);
        assertThat(claimed.provider()).isEqualTo(KIE);
        assertThat(claimed.request()).isEqualTo(request());
    }

    @Test
    void a_job_that_has_waited_too_long_is_not_claimed_but_fails() {
        var job = accepted();
        jdbc.sql("update generation_jobs set send_by = now(), due_at = now() where id = :id")
                .param("id", job.value())
                .update();
        assertThat(changes.claim(List.of(job), MINUTE)).isEmpty();
        changes.expire(1000);
        assertThat(status(job)).isEqualTo(JobStatus.FAILED);
        assertThat(column(job, "failure_code")).isEqualTo("DEADLINE_EXCEEDED");
    }

    @Test
    void a_writer_of_an_earlier_attempt_changes_nothing() {
        var first = claimed();
        changes.putOff(first.fence(), UNAVAILABLE, Duration.ZERO, true);
        var second = changes.claim(List.of(first.fence().job()), MINUTE).getFirst();
        assertThat(second.fence().attempt()).isEqualTo(2);
        assertThat(second.retries()).isEqualTo(1);

        assertThat(changes.processing(first.fence(), task(), MINUTE)).isFalse();
        assertThat(changes.completed(first.fence(), task(), picture())).isFalse();
        assertThat(changes.failed(first.fence(), null, UNAVAILABLE)).isFalse();
        assertThat(changes.uncertain(first.fence(), UNKNOWN, MINUTE)).isFalse();
        assertThat(changes.putOff(first.fence(), UNAVAILABLE, MINUTE, true)).isFalse();
        assertThat(status(first.fence().job())).isEqualTo(JobStatus.SUBMITTING);
    }

    @Test
    void nothing_leaves_a_terminal_state() {
        var fence = processing();
        changes.completed(fence, null, picture());
        assertThat(changes.failed(fence, null, UNAVAILABLE)).isFalse();
        assertThat(changes.putOff(fence, UNAVAILABLE, MINUTE, true)).isFalse();
        assertThat(changes.uncertain(fence, UNKNOWN, MINUTE)).isFalse();
        assertThat(changes.processing(fence, task(), MINUTE)).isFalse();
        assertThat(changes.stillProcessing(fence, 5, MINUTE)).isFalse();
        assertThat(changes.claim(List.of(fence.job()), MINUTE)).isEmpty();
        changes.dueNow(fence.job());
        assertThat(status(fence.job())).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void only_one_completion_writes_outputs() throws Exception {
        var fence = processing();
        var won = inParallel(20, () -> changes.completed(fence, null, picture()));
        assertThat(won).containsOnlyOnce(true);
        assertThat(SCHEMA.rows("select url, type, position from generated_outputs where job_id = '%s'"
                .formatted(fence.job()))).hasSize(1)
                .first()
                .satisfies(it -> {
                    assertThat(it.get("url")).isEqualTo("https://files.example/1.png");
                    assertThat(it.get("type")).hasToString("IMAGE");
                });
        assertThat(column(fence.job(), "due_at")).isNull();
    }

    @Test
    void a_callback_may_complete_a_job_before_its_submission_is_answered() {
        var claimed = claimed();
        var task = task();
        assertThat(changes.completed(claimed.fence(), task, picture())).isTrue();
        assertThat(changes.processing(claimed.fence(), task, MINUTE)).isFalse();
        assertThat(column(claimed.fence().job(), "provider_job_id")).isEqualTo(task.value());
    }

    @Test
    void a_lost_answer_is_adopted_when_it_comes_after_all() {
        var claimed = claimed();
        assertThat(changes.abandoned(List.of(claimed.fence().job()))).isEqualTo(1);
        assertThat(status(claimed.fence().job())).isEqualTo(JobStatus.UNCERTAIN);
        assertThat(changes.processing(claimed.fence(), task(), MINUTE)).isTrue();
        assertThat(status(claimed.fence().job())).isEqualTo(JobStatus.PROCESSING);
    }

    @Test
    void a_submission_whose_lease_has_run_out_becomes_uncertain_and_is_never_pending_again() {
        var claimed = claimed();
        jdbc.sql("update generation_jobs set due_at = now() where id = :id")
                .param("id", claimed.fence().job().value())
                .update();
        assertThat(changes.abandonedByLease(1000)).isPositive();
        assertThat(status(claimed.fence().job())).isEqualTo(JobStatus.UNCERTAIN);
        assertThat(changes.claim(List.of(claimed.fence().job()), MINUTE)).isEmpty();
    }

    @Test
    void abandoning_touches_only_submissions() {
        var pending = accepted();
        var fence = processing();
        assertThat(changes.abandoned(List.of(pending, fence.job()))).isZero();
        assertThat(status(pending)).isEqualTo(JobStatus.PENDING);
        assertThat(status(fence.job())).isEqualTo(JobStatus.PROCESSING);
    }

    @Test
    void what_is_put_off_without_counting_keeps_its_attempts() {
        var claimed = claimed();
        changes.putOff(claimed.fence(), new JobFailure(FailureKind.RATE_LIMITED, "slowly"), MINUTE, false);
        assertThat(column(claimed.fence().job(), "retries")).isEqualTo(0);
        assertThat(secondsUntilDue(claimed.fence().job())).isBetween(50.0, 60.0);
    }

    @Test
    void a_due_job_goes_to_one_dispatcher_and_is_due_again_later() throws Exception {
        var job = accepted();
        jdbc.sql("update generation_jobs set due_at = now() - interval '1 hour' where id = :id")
                .param("id", job.value())
                .update();
        var taken = inParallel(10, () -> changes.dueToSubmit(KIE, 1000, MINUTE));
        assertThat(taken.stream().flatMap(it -> it.jobs().stream()).filter(job::equals)).hasSize(1);
        assertThat(secondsUntilDue(job)).isBetween(50.0, 60.0);
    }

    @Test
    void the_states_in_which_jobs_are_due_are_told_for_each_provider() {
        jdbc.sql("delete from generation_jobs").update();
        var none = new ProviderId("none");
        assertThat(changes.statesDue(List.of(KIE, none))).isEmpty();
        accepted();
        var processing = processing();
        var storing = storing();
        claimed();
        assertThat(changes.statesDue(List.of(KIE, none))).as("nothing is due yet").isEmpty();
        dueSince(storing.job());
        assertThat(changes.statesDue(List.of(KIE, none))).isEqualTo(Map.of(KIE, Set.of(JobStatus.STORING)));
        dueSince(processing.job());
        jdbc.sql(
                "update generation_jobs set due_at = now() - interval '1 hour' where status in ('PENDING', 'SUBMITTING')")
                .update();
        assertThat(changes.statesDue(List.of(KIE, none))).isEqualTo(Map.of(KIE,
                Set.of(JobStatus.PENDING, JobStatus.PROCESSING, JobStatus.STORING)));
        assertThat(changes.statesDue(List.of(none))).isEmpty();
    }

    private void dueSince(JobId job) {
        jdbc.sql("update generation_jobs set due_at = now() - interval '1 hour' where id = :id")
                .param("id", job.value())
                .update();
    }

    @Test
    void no_more_jobs_are_on_their_way_than_the_window_holds() {
        jdbc.sql("delete from generation_jobs where status = 'PENDING'").update();
        var jobs = java.util.stream.IntStream.range(0, 5).mapToObj(_ -> accepted()).toList();
        jdbc.sql("update generation_jobs set due_at = now() - interval '1 hour' where status = 'PENDING'").update();
        var first = changes.dueToSubmit(KIE, 3, MINUTE);
        assertThat(first.jobs()).hasSize(3);
        assertThat(first.full()).isTrue();
        assertThat(changes.dueToSubmit(KIE, 3, MINUTE)).isEqualTo(new JobChanges.Due(List.of(), true));
        assertThat(changes.claim(jobs, MINUTE)).as("also those that nobody was told of").hasSize(5);
        var late = accepted();
        jdbc.sql("update generation_jobs set due_at = now() - interval '1 hour' where id = :id")
                .param("id", late.value())
                .update();
        assertThat(changes.dueToSubmit(KIE, 3, MINUTE)).isEqualTo(new JobChanges.Due(List.of(late), false));
    }

    @Test
    void two_jobs_cannot_have_one_provider_job() {
        var task = task();
        assertThat(changes.processing(claimed().fence(), task, MINUTE)).isTrue();
        var other = claimed().fence();
        assertThatThrownBy(() -> changes.processing(other, task, MINUTE)).isInstanceOf(DuplicateKeyException.class);
    }

    @Test
    void the_same_idempotency_key_gives_the_same_job_even_in_parallel() throws Exception {
        var key = JobId.create().toString();
        var outcomes = inParallel(100, () -> accept(job(new NewJob.Idempotency(key, new byte[]{1}))));
        assertThat(outcomes).filteredOn(Acceptance.Accepted.class::isInstance).hasSize(1);
        assertThat(outcomes).filteredOn(Acceptance.Repeated.class::isInstance).hasSize(99);
        assertThat(outcomes.stream().map(it -> switch (it) {
            case Acceptance.Accepted a -> a.job();
            case Acceptance.Repeated r -> r.job();
            case Acceptance.KeyReused _ -> throw new AssertionError(it);
        }).distinct()).hasSize(1);
        assertThat(accept(job(new NewJob.Idempotency(key, new byte[]{2}))))
                .isInstanceOf(Acceptance.KeyReused.class);
    }

    @Test
    void the_database_refuses_a_live_job_that_is_never_due_and_a_finished_one_that_is() {
        var job = accepted();
        assertThatThrownBy(() -> jdbc.sql("update generation_jobs set due_at = null where id = :id")
                .param("id", job.value())
                .update()).isInstanceOf(DataIntegrityViolationException.class);
        assertThatThrownBy(() -> jdbc.sql("update generation_jobs set status = 'COMPLETED' where id = :id")
                .param("id", job.value())
                .update()).isInstanceOf(DataIntegrityViolationException.class);
    }

    @Test
    void each_change_is_counted() {
        var fence = processing();
        changes.completed(fence, null, picture());
        for (var status : List.of("PENDING", "SUBMITTING", "PROCESSING", "COMPLETED")) {
            assertThat(meters.get("atelier.jobs").tag("status", status).tag("provider", "kie").counter().count())
                    .isEqualTo(1);
        }
        assertThat(meters.get("atelier.job.stage").tag("stage", "provider").timer().count()).isEqualTo(1);
    }

    @Test
    void a_snapshot_tells_how_a_job_stands() {
        var task = task();
        var claimed = claimed();
        changes.processing(claimed.fence(), task, MINUTE);
        assertThat(snapshots.find(KIE, task)).hasValueSatisfying(it -> {
            assertThat(it.fence()).isEqualTo(claimed.fence());
            assertThat(it.status()).isEqualTo(JobStatus.PROCESSING);
            assertThat(it.operation()).isEqualTo("jobs");
            assertThat(it.overdue()).isFalse();
        });
        assertThat(snapshots.checkable(List.of(claimed.fence().job(), accepted()))).hasSize(1);
    }

    @Test
    void many_are_accepted_at_once_and_each_is_told_what_became_of_it() {
        var key = JobId.create().toString();
        var first = job(new NewJob.Idempotency(key, new byte[]{1}));
        var twin = job(new NewJob.Idempotency(key, new byte[]{1}));
        var other = job(new NewJob.Idempotency(key, new byte[]{2}));
        var free = job(null);
        var all = changes.accept(List.of(first, free, twin, other));
        assertThat(all.get(0)).isInstanceOf(Acceptance.Accepted.class);
        assertThat(all.get(1)).isInstanceOfSatisfying(Acceptance.Accepted.class, it -> {
            assertThat(it.job()).isEqualTo(free.id());
            assertThat(it.sendBy()).isEqualTo(it.createdAt().plus(MINUTE));
        });
        assertThat(all.get(2)).isEqualTo(new Acceptance.Repeated(first.id()));
        assertThat(all.get(3)).isEqualTo(new Acceptance.KeyReused());
        assertThat(status(free.id())).isEqualTo(JobStatus.PENDING);
    }

    @Test
    void an_event_is_stored_with_the_job_that_it_changes_and_only_with_it() {
        var jobs = List.of(accepted(), accepted(), accepted());
        var fences = changes.claim(jobs, MINUTE).stream().map(ClaimedJob::fence).toList();
        var fence = fences.get(0);
        var stale = new Fence(fences.get(1).job(), 7);
        var events = List.of(event(fence), event(fence), event(stale));

        var all = List.of(done(fence, picture()), done(fence, picture()), done(stale, picture()));
        assertThat(changes.completed(all, WebhookEvents.applied(events))).containsExactly(true, false, false);
        assertThat(outcomes(events)).containsExactly("APPLIED", "none", "none");

        var hosted = event(fences.get(2));
        assertThat(changes.storing(List.of(done(hosted.fence(), picture())), MINUTE,
                WebhookEvents.applied(List.of(hosted)))).containsExactly(true);
        assertThat(outcomes(List.of(hosted))).containsExactly("APPLIED");
    }

    private static WebhookEvents.Applied event(Fence fence) {
        var id = UUID.randomUUID().toString();
        return new WebhookEvents.Applied(new WebhookReceived(KIE, fence.job(), id, Map.of(), "{}", Instant.now()),
                new ProviderJobId(id), fence);
    }

    private List<String> outcomes(List<WebhookEvents.Applied> events) {
        return events.stream()
                .map(it -> jdbc.sql("select outcome from webhook_events where event_key = :key")
                        .param("key", it.event().eventKey())
                        .query(String.class)
                        .optional()
                        .orElse("none"))
                .toList();
    }

    @Test
    void many_are_claimed_taken_and_completed_at_once_and_a_stale_fence_changes_nothing() {
        var jobs = List.of(accepted(), accepted(), accepted());
        var claims = jobs.stream().map(it -> new JobChanges.Claim(it, JobId.create().value(), MINUTE)).toList();
        var claimed = changes.claimEach(claims);
        assertThat(claimed).allMatch(Optional::isPresent);
        assertThat(changes.claimEach(claims)).isEqualTo(claimed);
        assertThat(changes.claim(jobs, MINUTE)).isEmpty();
        var taken = claimed.stream().map(it -> new JobChanges.Taken(it.orElseThrow().fence(), task(), MINUTE)).toList();
        assertThat(changes.processing(taken)).containsExactly(true, true, true);
        var stale = new JobChanges.Done(new Fence(jobs.getFirst(), 7), null, picture());
        var done = taken.stream().map(it -> new JobChanges.Done(it.fence(), null, picture())).toList();
        assertThat(changes.completed(List.of(stale, done.get(0), done.get(1), done.get(1), done.get(2))))
                .containsExactly(false, true, true, false, true);
        for (var job : jobs) {
            assertThat(status(job)).isEqualTo(JobStatus.COMPLETED);
            assertThat(jdbc.sql("select count(*) from generated_outputs where job_id = :id")
                    .param("id", job.value())
                    .query(Integer.class)
                    .single()).isEqualTo(picture().size());
        }
    }

    @Test
    void what_is_to_be_copied_waits_in_the_row_and_is_then_completed_in_one_statement() {
        var first = processing();
        var second = processing();
        var stale = new Fence(first.job(), 7);
        var text = new ProducedOutput.Text("a caption");
        var outputs = List.of(picture().getFirst(), text, STORED);
        assertThat(
                changes.storing(List.of(done(stale, outputs), done(first, outputs), done(second, picture())), MINUTE))
                .containsExactly(false, true, true);
        assertThat(status(first.job())).isEqualTo(JobStatus.STORING);
        assertThat(secondsUntilDue(first.job())).isBetween(50.0, 60.0);
        var taken = changes.takeToStore(List.of(copying(second, false), copying(first, false), copying(first, false)),
                MINUTE);
        assertThat(taken.get(1)).hasValueSatisfying(it -> {
            assertThat(it.fence()).isEqualTo(first);
            assertThat(it.outputs()).isEqualTo(outputs);
            assertThat(it.tries()).isOne();
            assertThat(it.overdue()).isFalse();
        });
        assertThat(taken.getFirst()).isPresent();
        assertThat(taken.getLast()).isEmpty();
        assertThat(changes.stored(List.of(done(first, List.of(STORED, text)), done(first, List.of(STORED)))))
                .containsExactly(true, false);
        assertThat(status(first.job())).isEqualTo(JobStatus.COMPLETED);
        assertThat(column(first.job(), "produced")).isNull();
        assertThat(SCHEMA.rows("""
                select store_key, size, sha256, width, duration_millis, text from generated_outputs
                 where job_id = '%s' order by position""".formatted(first.job()))).hasSize(2)
                .first()
                .satisfies(it -> assertThat(it).containsEntry("store_key", STORED.key())
                        .containsEntry("size", 3L)
                        .containsEntry("width", 4)
                        .containsEntry("duration_millis", 2500L));
        assertThat(meters.get("atelier.job.stage").tag("stage", "store").timer().count()).isEqualTo(1);
        assertThat(meters.get("atelier.job.stage").tag("stage", "provider").timer().count()).isEqualTo(2);
    }

    @Test
    void a_job_that_is_being_copied_is_nobody_elses_until_its_lease_ends_or_its_copier_is_gone() {
        var fence = storing();
        assertThat(taken(fence, false)).isPresent();
        assertThat(taken(fence, false)).isEmpty();
        assertThat(taken(fence, true)).isPresent();
        assertThat(changes.stillStoring(fence, List.of(STORED), MINUTE, true)).isTrue();
        assertThat(taken(fence, false)).hasValueSatisfying(it -> {
            assertThat(it.outputs()).containsExactly(STORED);
            assertThat(it.tries()).isEqualTo(3);
        });
        assertThat(changes.stillStoring(fence, List.of(STORED), MINUTE, false)).isTrue();
        assertThat(taken(fence, false)).hasValueSatisfying(it -> assertThat(it.tries()).isEqualTo(3));
    }

    @Test
    void what_a_provider_says_about_a_job_that_is_being_copied_changes_nothing() {
        var fence = storing();
        assertThat(changes.failed(fence, null, UNAVAILABLE)).isFalse();
        assertThat(changes.completed(fence, null, picture())).isFalse();
        assertThat(changes.cancelled(fence)).isFalse();
        assertThat(changes.putOff(fence, UNAVAILABLE, MINUTE, true)).isFalse();
        assertThat(changes.uncertain(fence, UNKNOWN, MINUTE)).isFalse();
        assertThat(changes.processing(fence, task(), MINUTE)).isFalse();
        assertThat(changes.storing(List.of(done(fence, picture())), MINUTE)).containsExactly(false);
        assertThat(status(fence.job())).isEqualTo(JobStatus.STORING);
        assertThat(changes.unavailable(fence, new JobFailure(FailureKind.OUTPUT_UNAVAILABLE, "gone"))).isTrue();
        assertThat(status(fence.job())).isEqualTo(JobStatus.FAILED);
    }

    @Test
    void a_job_that_is_being_copied_may_be_cancelled_and_says_that_it_was_paid_for() {
        var fence = storing();
        assertThat(changes.cancel(fence.job(), TestSchema.USER, true)).hasValue(JobStatus.CANCELLED);
        assertThat(column(fence.job(), "cancel_effect")).isEqualTo("NOT_STOPPED");
    }

    @Test
    void jobs_to_be_copied_are_due_by_themselves() {
        var fence = storing();
        jdbc.sql("update generation_jobs set due_at = now() - interval '1 hour' where id = :id")
                .param("id", fence.job().value())
                .update();
        assertThat(changes.dueToCheck(KIE, 1000, MINUTE).jobs()).doesNotContain(fence.job());
        assertThat(changes.dueToStore(KIE, 1000, MINUTE).jobs()).contains(fence.job());
        assertThat(secondsUntilDue(fence.job())).isBetween(50.0, 60.0);
    }

    @Test
    void an_answer_that_waits_for_the_store_keeps_its_lease() {
        var claimed = claimed();
        assertThat(changes.stillSubmitting(claimed.fence(), Duration.ofMinutes(5))).isTrue();
        assertThat(secondsUntilDue(claimed.fence().job())).isBetween(290.0, 300.0);
    }

    @Test
    void a_job_that_ended_long_ago_is_forgotten_once_its_files_are_gone() {
        var old = new JobId(UUID.fromString("00000000-0001-7000-8000-" + JobId.create().toString().substring(24)));
        assertThat(accept(job(old, null))).isInstanceOf(Acceptance.Accepted.class);
        var young = accepted();
        for (var job : List.of(old, young)) {
            changes.completed(changes.claim(List.of(job), MINUTE).getFirst().fence(), null, List.of(STORED));
        }
        jdbc.sql("update generation_jobs set finished_at = now() - interval '2 days' where id = :id")
                .param("id", old.value())
                .update();
        assertThat(changes.forget(Duration.ofDays(1), 10)).isZero();
        jdbc.sql("update generated_outputs set deleted_at = now(), store_key = null where job_id = :id")
                .param("id", old.value())
                .update();
        assertThat(changes.forget(Duration.ofDays(3), 10)).isZero();
        assertThat(changes.forget(Duration.ofDays(1), 10)).isOne();
        assertThat(SCHEMA.rows("select id from generation_jobs where id in ('%s', '%s')".formatted(old, young)))
                .hasSize(1);
        assertThat(SCHEMA.rows("select id from generated_outputs where job_id = '%s'".formatted(old))).isEmpty();
    }

    @Test
    void what_was_copied_for_a_job_without_a_result_is_found() {
        var fence = storing();
        changes.stillStoring(fence, List.of(STORED, picture().getFirst()), MINUTE, true);
        changes.unavailable(fence, new JobFailure(FailureKind.OUTPUT_UNAVAILABLE, "gone"));
        assertThat(changes.leftBehind(MINUTE, 1000)).doesNotContainKey(fence.job());
        assertThat(changes.leftBehind(Duration.ZERO, 1000)).containsEntry(fence.job(), List.of(STORED.key()));
        changes.forgetLeftBehind(List.of(fence.job()));
        assertThat(changes.leftBehind(Duration.ZERO, 1000)).doesNotContainKey(fence.job());
    }

    private Fence storing() {
        var fence = processing();
        assertThat(changes.storing(List.of(done(fence, picture())), MINUTE)).containsExactly(true);
        return fence;
    }

    private Optional<UnstoredJob> taken(Fence fence, boolean anyway) {
        return changes.takeToStore(List.of(copying(fence, anyway)), MINUTE).getFirst();
    }

    private static JobChanges.Copying copying(Fence fence, boolean anyway) {
        return new JobChanges.Copying(fence.job(), MINUTE, anyway);
    }

    private static JobChanges.Done done(Fence fence, List<ProducedOutput> outputs) {
        return new JobChanges.Done(fence, null, outputs);
    }

    @Test
    void many_jobs_are_found_by_their_own_address_or_by_their_providers_id() {
        var task = task();
        var claimed = claimed();
        changes.processing(claimed.fence(), task, MINUTE);
        var job = claimed.fence().job();
        var found = snapshots.find(List.of(new JobSnapshots.Address(KIE, task(), null),
                new JobSnapshots.Address(KIE, task, null), new JobSnapshots.Address(KIE, task(), job),
                new JobSnapshots.Address(KIE, task, JobId.create())));
        assertThat(found).extracting(it -> it.map(one -> one.fence().job()))
                .containsExactly(Optional.empty(), Optional.of(job), Optional.of(job), Optional.empty());
    }

    @Test
    void many_jobs_are_read_together_each_by_its_owner_alone() {
        var waits = accepted();
        var done = processing();
        assertThat(changes.completed(done, null, picture())).isTrue();
        var stranger = new UserId(UUID.randomUUID());
        var asked = List.of(new JobSnapshots.Asked(done.job(), TestSchema.USER),
                new JobSnapshots.Asked(waits, stranger),
                new JobSnapshots.Asked(JobId.create(), TestSchema.USER), new JobSnapshots.Asked(waits, TestSchema.USER),
                new JobSnapshots.Asked(done.job(), TestSchema.USER));
        var jobs = snapshots.whole(asked);
        assertThat(jobs).extracting(it -> it.map(GenerationJob::id))
                .containsExactly(Optional.of(done.job()), Optional.empty(), Optional.empty(), Optional.of(waits),
                        Optional.of(done.job()));
        assertThat(jobs).extracting(it -> it.map(one -> one.outputs().size()))
                .containsExactly(Optional.of(picture().size()), Optional.empty(), Optional.empty(), Optional.of(0),
                        Optional.of(picture().size()));
        assertThat(snapshots.versions(asked))
                .isEqualTo(jobs.stream().map(it -> it.map(GenerationJob::version)).toList());
    }

    private JobId accepted() {
        var job = job(null);
        assertThat(accept(job)).isInstanceOf(Acceptance.Accepted.class);
        return job.id();
    }

    private ClaimedJob claimed() {
        return changes.claim(List.of(accepted()), MINUTE).getFirst();
    }

    private Fence processing() {
        var claimed = claimed();
        assertThat(changes.processing(claimed.fence(), task(), MINUTE)).isTrue();
        return claimed.fence();
    }

    private Acceptance accept(NewJob job) {
        return changes.accept(List.of(job)).getFirst();
    }

    private static NewJob job(NewJob.@Nullable Idempotency idempotency) {
        return job(JobId.create(), idempotency);
    }

    private static NewJob job(JobId id, NewJob.@Nullable Idempotency idempotency) {
        return new NewJob(id, TestSchema.USER, ModelId.of(KIE, "nano-banana-2"), KIE,
                Category.TEXT_TO_IMAGE, 1, Map.of("prompt", StringNode.valueOf("a cat")), request(), Map.of(),
                new Timing(MINUTE, MINUTE, Duration.ofMinutes(30), 3), MINUTE, idempotency);
    }

    private static AppliedRequest request() {
        return new AppliedRequest("nano-banana-2", "jobs", List.of());
    }

    private static ProviderJobId task() {
        return new ProviderJobId(JobId.create().toString());
    }

    private static List<ProducedOutput> picture() {
        return List.of(new ProducedOutput.Hosted(OutputType.IMAGE, URI.create("https://files.example/1.png"),
                "image/png", null));
    }

    private JobStatus status(JobId job) {
        return JobStatus.valueOf(String.valueOf(column(job, "status")));
    }

    private double secondsUntilDue(JobId job) {
        return jdbc.sql("select extract(epoch from due_at - now()) from generation_jobs where id = :id")
                .param("id", job.value())
                .query(Double.class)
                .single();
    }

    private @Nullable Object column(JobId job, String name) {
        return SCHEMA.rows("select " + name + " from generation_jobs where id = '" + job + "'").getFirst().get(name);
    }

    private static <T> List<T> inParallel(int times, Callable<T> work) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var futures = java.util.stream.IntStream.range(0, times).mapToObj(it -> threads.submit(work)).toList();
            var results = new java.util.ArrayList<T>();
            for (var future : futures) {
                results.add(future.get());
            }
            return results;
        }
    }
}
