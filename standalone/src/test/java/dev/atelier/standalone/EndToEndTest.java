package dev.atelier.standalone;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Map;
import java.util.stream.IntStream;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.atelier.job.JobChanges;
import dev.atelier.job.JobId;

import static org.assertj.core.api.Assertions.assertThat;

/** The main job, end to end, with two workers. */
class EndToEndTest {
    private static final RunningAtelier ATELIER = RunningAtelier.withWorkers(2, Map.of());

    @AfterAll
    static void stop() {
        ATELIER.close();
    }

    @BeforeEach
    void reset() {
        ATELIER.reset();
    }

    @ParameterizedTest
    @CsvSource({"kie/nano-banana-2, 16:9, 1024, 576", "geminigen/nano-banana-2, 9:16, 576, 1024",
        "kie/seedream-v4, 1:1, 1024, 1024"})
    void a_prompt_becomes_a_picture_of_the_asked_size(String model, String ratio, int width, int height)
            throws IOException, InterruptedException {
        var job = ATELIER.finished(ATELIER.submit(model, """
                "prompt": "A lighthouse", "aspectRatio": "%s", "metadata": {"order": "7"}""".formatted(ratio)));
        assertThat(job.at("/status").asString()).isEqualTo("COMPLETED");
        assertThat(job.at("/requested/aspectRatio").asString()).isEqualTo(ratio);
        assertThat(job.at("/metadata/order").asString()).isEqualTo("7");
        var url = URI.create(job.at("/outputs/0/url").asString());
        assertThat(url.getPath()).isEqualTo("/api/v1/outputs/" + job.at("/outputs/0/id").asString() + "/content");
        var file = ATELIER.download(url);
        var bytes = file.body();
        assertThat(bytes).startsWith(0x89, 'P', 'N', 'G');
        assertThat(file.headers().firstValue("ETag")).hasValue('"' + job.at("/outputs/0/sha256").asString() + '"');
        assertThat(job.at("/outputs/0/size").asInt()).isEqualTo(bytes.length);
        assertThat(job.at("/outputs/0/contentType").asString()).isEqualTo("image/png");
        assertThat(job.at("/outputs/0/width").asInt()).isEqualTo(width);
        assertThat(job.at("/outputs/0/height").asInt()).isEqualTo(height);
        assertThat(ATELIER.download(url, "Range", "bytes=1-3").body()).containsExactly('P', 'N', 'G');
        var picture = ImageIO.read(new ByteArrayInputStream(bytes));
        assertThat(picture.getWidth()).isEqualTo(width);
        assertThat(picture.getHeight()).isEqualTo(height);
        assertThat(ATELIER.charges()).isEqualTo(1);
    }

    @Test
    void two_workers_share_the_work_and_no_job_is_sent_twice() {
        var jobs = new ArrayList<String>();
        for (int i = 0; i < 30; i++) {
            jobs.add(
                    ATELIER.submit(i % 2 == 0 ? "kie/nano-banana-2" : "geminigen/imagen-4",
                            "\"prompt\": \"Number " + i + '"'));
        }
        for (var job : jobs) {
            assertThat(ATELIER.finished(job).at("/status").asString()).isEqualTo("COMPLETED");
        }
        assertThat(ATELIER.charges()).isEqualTo(30);
    }

    @ParameterizedTest
    @CsvSource({"kie/nano-banana-2", "geminigen/nano-banana-2"})
    void a_job_whose_callback_is_lost_is_finished_by_a_check(String model) {
        ATELIER.faults(model, "\"callbackLostPercent\": 100");
        var job = ATELIER.submit(model, "\"prompt\": \"Nobody calls\"");
        ATELIER.awaitStage(job, "PROCESSING");
        ATELIER.bean(JobChanges.class).dueNow(JobId.of(job));
        assertThat(ATELIER.finished(job).at("/status").asString()).isEqualTo("COMPLETED");
    }

    @ParameterizedTest
    @CsvSource({"kie/nano-banana-2", "geminigen/nano-banana-2"})
    void doubled_and_early_callbacks_change_nothing(String model) {
        ATELIER.faults(model, "\"callbackDoubledPercent\": 100, \"callbackBeforeAnswerPercent\": 50");
        for (int i = 0; i < 6; i++) {
            var job = ATELIER.finished(ATELIER.submit(model, "\"prompt\": \"Twice\""));
            assertThat(job.at("/status").asString()).isEqualTo("COMPLETED");
            assertThat(job.at("/outputs").size()).isEqualTo(1);
        }
        assertThat(ATELIER.charges()).isEqualTo(6);
    }

    @Test
    void a_lost_answer_is_never_paid_twice_and_the_callback_settles_it() {
        ATELIER.faults("kie/nano-banana-2", "\"answerDroppedPercent\": 100");
        var job = ATELIER.finished(ATELIER.submit("kie/nano-banana-2", "\"prompt\": \"Dropped\""));
        assertThat(job.at("/status").asString()).isEqualTo("COMPLETED");
        assertThat(job.at("/attempt").asInt()).isEqualTo(1);
        assertThat(ATELIER.charges()).isEqualTo(1);
    }

    @Test
    void a_lost_answer_without_any_callback_is_found_in_the_providers_own_list() {
        ATELIER.faults("geminigen/nano-banana-2", "\"answerDroppedPercent\": 100, \"callbackLostPercent\": 100");
        var job = ATELIER.submit("geminigen/nano-banana-2", "\"prompt\": \"Nowhere to be seen\"");
        ATELIER.awaitStage(job, "UNCERTAIN");
        ATELIER.bean(JobChanges.class).dueNow(JobId.of(job));
        ATELIER.awaitStage(job, "PROCESSING");
        ATELIER.bean(JobChanges.class).dueNow(JobId.of(job));
        assertThat(ATELIER.finished(job).at("/status").asString()).isEqualTo("COMPLETED");
        assertThat(ATELIER.charges()).isEqualTo(1);
    }

    @Test
    void a_provider_that_refuses_content_fails_the_job_and_says_so() {
        ATELIER.faults("geminigen/nano-banana-2", "\"contentRejectedPercent\": 100");
        var job = ATELIER.finished(ATELIER.submit("geminigen/nano-banana-2", "\"prompt\": \"Something\""));
        assertThat(job.at("/status").asString()).isEqualTo("FAILED");
        assertThat(job.at("/failure/code").asString()).isEqualTo("content_rejected");
        assertThat(job.at("/outputs").size()).isZero();
    }

    @Test
    void a_rate_limit_puts_jobs_off_and_fails_none() {
        ATELIER.faults("kie/nano-banana-2", "\"rateLimitedPercent\": 60");
        var jobs = IntStream.range(0, 5)
                .mapToObj(it -> ATELIER.submit("kie/nano-banana-2", "\"prompt\": \"Slowly\""))
                .toList();
        for (var job : jobs) {
            assertThat(ATELIER.finished(job).at("/status").asString()).isEqualTo("COMPLETED");
        }
        assertThat(ATELIER.charges()).isEqualTo(5);
    }

    @Test
    void a_forged_callback_is_refused_and_changes_nothing() {
        ATELIER.faults("kie/nano-banana-2", "\"callbackLostPercent\": 100, \"delay\": \"PT30S\"");
        var job = ATELIER.submit("kie/nano-banana-2", "\"prompt\": \"Forged\"");
        ATELIER.awaitStage(job, "PROCESSING");
        var address = ATELIER.callbackUrl(job);
        var body = """
                {"code": 200, "msg": "ok", "data": {"taskId": "%s", "state": "success",
                 "resultJson": "{\\"resultUrls\\":[\\"http://evil.example/x.png\\"]}"}}"""
                .formatted(ATELIER.job(job).at("/providerJobId").asString());
        var unsigned = RunningAtelier.exchange(RunningAtelier.post(address, body));
        var forgedToken = RunningAtelier.exchange(
                RunningAtelier.post(URI.create(address.toString().replaceAll("token=.*", "token=AAAA")), body));
        assertThat(unsigned.statusCode()).isEqualTo(401);
        assertThat(forgedToken.statusCode()).isEqualTo(401);
        assertThat(ATELIER.job(job).at("/stage").asString()).isEqualTo("PROCESSING");
    }
}
