package dev.atelier.api.jobs;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.atelier.api.TestApi;
import dev.atelier.api.TestApi.Answer;
import dev.atelier.catalog.ProviderId;
import dev.atelier.job.FailureKind;
import dev.atelier.job.Fence;
import dev.atelier.job.JobChanges;
import dev.atelier.job.JobFailure;
import dev.atelier.job.JobId;
import dev.atelier.job.JobStatus;
import dev.atelier.job.ProviderJobId;
import dev.atelier.output.OutputType;
import dev.atelier.output.ProducedOutput;
import dev.atelier.user.UserId;

import static org.assertj.core.api.Assertions.assertThat;

class CancelTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final UserId ANNA = TestApi.ANNA;

    private final TestApi api = TestApi.shared();
    private final JobChanges changes = api.bean(JobChanges.class);

    @Test
    void a_job_that_no_provider_has_is_stopped_and_nothing_was_spent() {
        var job = newJob();
        var cancelled = cancel(job);
        assertThat(cancelled.status()).isEqualTo(200);
        assertThat(cancelled.at("/status")).isEqualTo("CANCELLED");
        assertThat(cancelled.at("/cancellation/effect")).isEqualTo("NOTHING_SPENT");
        assertThat(changes.claim(List.of(job), MINUTE)).isEmpty();
    }

    @Test
    void a_second_cancel_answers_the_same() {
        var job = newJob();
        assertThat(cancel(job).text()).isEqualTo(cancel(job).text());
    }

    @Test
    void a_cancel_is_told_whole_whatever_the_caller_knows() {
        var job = newJob();
        var first = cancel(job);
        var again = api.post("/api/v1/generate/jobs/" + job + "/cancel", "", "If-None-Match", first.header("ETag"));
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.text()).isEqualTo(first.text());
    }

    @Test
    void a_job_at_a_provider_that_cannot_be_asked_is_cancelled_and_may_be_charged() {
        var job = newJob();
        changes.processing(claimed(job), new ProviderJobId("task-" + job), MINUTE);
        var cancelled = cancel(job);
        assertThat(cancelled.at("/status")).isEqualTo("CANCELLED");
        assertThat(cancelled.at("/cancellation/effect")).isEqualTo("NOT_STOPPED");
    }

    @Test
    void a_submission_that_is_cancelled_may_be_charged_and_its_answer_changes_nothing() {
        var job = newJob();
        var fence = claimed(job);
        assertThat(cancel(job).at("/cancellation/effect")).isEqualTo("NOT_STOPPED");
        assertThat(changes.processing(fence, new ProviderJobId("task-" + job), MINUTE)).isFalse();
    }

    @Test
    void a_provider_that_can_be_asked_is_asked_first() {
        var job = newJob();
        var fence = claimed(job);
        changes.processing(fence, new ProviderJobId("task-" + job), MINUTE);
        assertThat(changes.cancel(job, ANNA, true)).contains(JobStatus.PROCESSING);
        var asked = api.get("/api/v1/generate/jobs/" + job);
        assertThat(asked.json().has("cancellation")).isTrue();
        assertThat(asked.json().at("/cancellation").has("effect")).isFalse();
        assertThat(changes.dueToCheck(new ProviderId("kie"), 1000, MINUTE).jobs()).contains(job);
        assertThat(changes.cancelled(fence)).isTrue();
        assertThat(api.get("/api/v1/generate/jobs/" + job).at("/cancellation/effect"))
                .isEqualTo("STOPPED_AT_PROVIDER");
    }

    @Test
    void too_late_is_said_and_changes_nothing() {
        var job = newJob();
        changes.completed(claimed(job), new ProviderJobId("task-" + job), List.of(new ProducedOutput.Hosted(
                OutputType.IMAGE, URI.create("https://files.example/a.png"), null, null)));
        var late = cancel(job);
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.code()).isEqualTo("job_ended");
        assertThat(api.get("/api/v1/generate/jobs/" + job).at("/status")).isEqualTo("COMPLETED");
    }

    @Test
    void somebody_elses_job_is_unknown_and_goes_on() {
        var job = newJob();
        var foreign = api.post("/api/v1/generate/jobs/" + job + "/cancel", "", "Authorization", TestApi.bearer(
                TestApi.BERTS_KEY));
        assertThat(foreign.status()).isEqualTo(404);
        assertThat(api.get("/api/v1/generate/jobs/" + job).at("/status")).isEqualTo("PENDING");
    }

    @Test
    void a_job_shows_each_attempt_and_what_happened_when() {
        var job = newJob();
        changes.putOff(claimed(job), new JobFailure(FailureKind.PROVIDER_UNAVAILABLE, "Away."), MINUTE, true);
        changes.uncertain(claimed(job), new JobFailure(FailureKind.OUTCOME_UNKNOWN, "Lost."), MINUTE);
        changes.resubmit(new Fence(job, 2), new JobFailure(FailureKind.OUTCOME_UNKNOWN, "Lost."), true);
        changes.processing(claimed(job), new ProviderJobId("task-" + job), MINUTE);
        var shown = api.get("/api/v1/generate/jobs/" + job).json();
        assertThat(shown.at("/possibleDuplicate").asBoolean()).isTrue();
        assertThat(shown.at("/attempts").size()).isEqualTo(3);
        assertThat(shown.at("/attempts/0/failure/code").asString()).isEqualTo("provider_unavailable");
        assertThat(shown.at("/attempts/1/failure/code").asString()).isEqualTo("outcome_unknown");
        assertThat(shown.at("/attempts/2/number").asInt()).isEqualTo(3);
        assertThat(shown.at("/attempts/2/providerJobId").asString()).isEqualTo("task-" + job);
        assertThat(shown.at("/timeline").valueStream().map(it -> it.at("/what").asString()))
                .containsExactly("CREATED", "SUBMITTED", "PUT_OFF", "SUBMITTED", "PUT_OFF", "SUBMITTED",
                        "ACCEPTED_BY_PROVIDER");
    }

    private JobId newJob() {
        return JobId.of(api.newJob().at("/jobId"));
    }

    private Fence claimed(JobId job) {
        return changes.claim(List.of(job), MINUTE).getFirst().fence();
    }

    private Answer cancel(JobId job) {
        return api.post("/api/v1/generate/jobs/" + job + "/cancel", "");
    }
}
