package dev.atelier.api.jobs;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.atelier.api.TestApi;
import dev.atelier.api.TestApi.Answer;
import dev.atelier.job.FailureKind;
import dev.atelier.job.Fence;
import dev.atelier.job.JobChanges;
import dev.atelier.job.JobFailure;
import dev.atelier.job.JobId;
import dev.atelier.job.ProviderJobId;
import dev.atelier.output.OutputType;
import dev.atelier.output.ProducedOutput;

import static org.assertj.core.api.Assertions.assertThat;

class JobTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final TestApi api = TestApi.shared();
    private final JobChanges changes = api.bean(JobChanges.class);

    @Test
    void a_job_is_followed_from_request_to_outputs() {
        var job = newJob();
        var fence = claimed(job);
        var submitting = show(job);
        assertThat(submitting.at("/status")).isEqualTo("PROCESSING");
        assertThat(submitting.at("/stage")).isEqualTo("SUBMITTING");
        assertThat(submitting.json().has("submittedAt")).isFalse();

        changes.processing(fence, new ProviderJobId("task-" + job), MINUTE);
        changes.stillProcessing(fence, 40, MINUTE);
        var processing = show(job);
        assertThat(processing.at("/stage")).isEqualTo("PROCESSING");
        assertThat(processing.at("/providerJobId")).isEqualTo("task-" + job);
        assertThat(processing.json().at("/progress").asInt()).isEqualTo(40);
        assertThat(processing.json().at("/attempt").asInt()).isOne();
        assertThat(processing.header("Retry-After")).isEqualTo("2");

        var expires = Instant.parse("2030-01-01T00:00:00Z");
        changes.completed(fence, null, List.of(
                new ProducedOutput.Hosted(OutputType.IMAGE, URI.create("https://files.example/a.png"), "image/png",
                        expires),
                new ProducedOutput.Text("A caption")));
        var completed = show(job);
        assertThat(completed.at("/status")).isEqualTo("COMPLETED");
        assertThat(completed.header("Retry-After")).isEmpty();
        assertThat(completed.json().at("/outputs").size()).isEqualTo(2);
        assertThat(completed.at("/outputs/0/url")).isEqualTo("https://files.example/a.png");
        assertThat(completed.at("/outputs/0/contentType")).isEqualTo("image/png");
        assertThat(completed.at("/outputs/0/expiresAt")).isEqualTo("2030-01-01T00:00:00Z");
        assertThat(completed.at("/outputs/1/text")).isEqualTo("A caption");
        assertThat(completed.json().at("/outputs/1").has("url")).isFalse();
        assertThat(completed.json().has("failure")).isFalse();
        assertThat(Instant.parse(completed.at("/finishedAt")))
                .isAfterOrEqualTo(Instant.parse(completed.at("/submittedAt")));
    }

    @Test
    void a_failed_job_says_why_and_whether_to_try_again() {
        var job = newJob();
        var fence = claimed(job);
        changes.failed(fence, null, new JobFailure(FailureKind.CONTENT_REJECTED, "Not this."));
        var failed = show(job);
        assertThat(failed.at("/status")).isEqualTo("FAILED");
        assertThat(failed.json().at("/failure")).hasToString("""
                {"code":"content_rejected","message":"Not this.","retryable":false}""");
    }

    @Test
    void the_failure_of_one_attempt_is_not_the_jobs() {
        var job = newJob();
        changes.putOff(claimed(job), new JobFailure(FailureKind.PROVIDER_UNAVAILABLE, "Away."), MINUTE, true);
        var pending = show(job);
        assertThat(pending.at("/status")).isEqualTo("PENDING");
        assertThat(pending.json().has("failure")).isFalse();
    }

    @Test
    void an_answer_that_was_lost_shows_as_processing_with_its_stage() {
        var job = newJob();
        changes.uncertain(claimed(job), new JobFailure(FailureKind.OUTCOME_UNKNOWN, "Lost."), MINUTE);
        assertThat(show(job).at("/status")).isEqualTo("PROCESSING");
        assertThat(show(job).at("/stage")).isEqualTo("UNCERTAIN");
    }

    @Test
    void a_known_version_is_answered_with_304_until_something_changes() {
        var job = newJob();
        var first = show(job);
        assertThat(first.header("Cache-Control")).contains("private", "no-cache");
        var same = show(job, "If-None-Match", first.header("ETag"));
        assertThat(same.status()).isEqualTo(304);
        assertThat(same.text()).isEmpty();
        assertThat(same.header("Retry-After")).isEqualTo("2");
        claimed(job);
        var changed = show(job, "If-None-Match", first.header("ETag"));
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.header("ETag")).isNotEqualTo(first.header("ETag"));
    }

    @Test
    void an_unknown_job_and_somebody_elses_answer_alike() {
        var annas = newJob();
        var unknown = JobId.create();
        var foreign = show(annas, "Authorization", TestApi.bearer(TestApi.BERTS_KEY));
        var absent = show(unknown, "Authorization", TestApi.bearer(TestApi.BERTS_KEY));
        assertThat(foreign.status()).isEqualTo(404);
        assertThat(foreign.code()).isEqualTo("job_not_found");
        assertThat(foreign.text().replace(annas.toString(), ""))
                .isEqualTo(absent.text().replace(unknown.toString(), ""));
        assertThat(foreign.response().headers().map().keySet()).isEqualTo(absent.response().headers().map().keySet());
    }

    @Test
    void an_id_that_is_no_uuid_is_named() {
        var answer = api.get("/api/v1/generate/jobs/1-2-3-4-5");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/errors")).hasToString("""
                [{"field":"jobId","value":"\\"1-2-3-4-5\\"",\
                "allowed":"a UUID, like 0197a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b"}]""");
    }

    private JobId newJob() {
        return JobId.of(api.newJob().at("/jobId"));
    }

    private Fence claimed(JobId job) {
        return changes.claim(List.of(job), MINUTE).getFirst().fence();
    }

    private Answer show(JobId job, String... headers) {
        return api.get("/api/v1/generate/jobs/" + job, headers);
    }
}
