package dev.atelier.api.outputs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import dev.atelier.api.TestApi;
import dev.atelier.api.TestApi.Answer;
import dev.atelier.job.Fence;
import dev.atelier.job.JobChanges;
import dev.atelier.job.JobId;
import dev.atelier.output.OutputKeys;
import dev.atelier.output.OutputType;
import dev.atelier.output.ProducedOutput;
import dev.atelier.output.store.OutputStore;

import static org.assertj.core.api.Assertions.assertThat;

class OutputTest {
    private static final byte[] BYTES = "0123456789".getBytes(StandardCharsets.US_ASCII);
    private static final String SHA256 = "84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882";
    private static final String ETAG = '"' + SHA256 + '"';

    private final TestApi api = TestApi.shared();

    @Test
    void a_job_shows_what_its_files_are_and_where_they_are_downloaded() throws IOException {
        var job = completed();
        var output = output(job);
        assertThat(output.at("/url").asString()).isEqualTo(api.uri(path(job)).toString());
        assertThat(output.at("/contentType").asString()).isEqualTo("image/png");
        assertThat(output.at("/size").asInt()).isEqualTo(10);
        assertThat(output.at("/sha256").asString()).isEqualTo(SHA256);
        assertThat(output.at("/width").asInt()).isEqualTo(4);
        assertThat(output.at("/height").asInt()).isEqualTo(3);
        assertThat(output.at("/durationSeconds").asDouble()).isEqualTo(2.5);
        assertThat(output.has("deletedAt")).isFalse();
    }

    @Test
    void behind_a_proxy_the_address_is_the_one_that_the_caller_used() throws IOException {
        var job = completed();
        // More than once: what one caller was answered is not another one's answer.
        for (var host : List.of("api.example.com", "eu.example.com", "api.example.com")) {
            var shown = api.get("/api/v1/generate/jobs/" + job, "X-Forwarded-Proto", "https", "X-Forwarded-Host", host);
            assertThat(shown.at("/outputs/0/url")).startsWith("https://" + host + "/api/v1/outputs/");
        }
        assertThat(api.get("/api/v1/generate/jobs/" + job).at("/outputs/0/url")).startsWith(
                api.uri("/api/v1/outputs/").toString());
    }

    @Test
    void a_file_is_downloaded_whole_with_its_type_and_name() throws IOException {
        var job = completed();
        var answer = api.get(path(job));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.response().body()).isEqualTo(BYTES);
        assertThat(answer.header("Content-Type")).isEqualTo("image/png");
        assertThat(answer.header("Content-Length")).isEqualTo("10");
        assertThat(answer.header("ETag")).isEqualTo(ETAG);
        assertThat(answer.header("Accept-Ranges")).isEqualTo("bytes");
        assertThat(answer.header("Cache-Control")).contains("private");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Content-Disposition")).isEqualTo("attachment; filename=\"" + job + "-1.png\"");
    }

    @Test
    void a_part_is_downloaded_as_asked() throws IOException {
        var path = path(completed());
        var part = api.get(path, "Range", "bytes=2-4");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.text()).isEqualTo("234");
        assertThat(part.header("Content-Range")).isEqualTo("bytes 2-4/10");
        assertThat(api.get(path, "Range", "bytes=-3").text()).isEqualTo("789");
        assertThat(api.get(path, "Range", "bytes=8-", "If-Range", ETAG).text()).isEqualTo("89");
        assertThat(api.get(path, "Range", "bytes=8-", "If-Range", "\"other\"").text()).isEqualTo("0123456789");
        var beyond = api.get(path, "Range", "bytes=10-");
        assertThat(beyond.status()).isEqualTo(416);
        assertThat(beyond.code()).isEqualTo("range_not_satisfiable");
        assertThat(beyond.header("Content-Range")).isEqualTo("bytes */10");
    }

    @Test
    void what_the_caller_has_is_not_sent_again() throws IOException {
        var path = path(completed());
        var same = api.get(path, "If-None-Match", "\"x\", " + ETAG);
        assertThat(same.status()).isEqualTo(304);
        assertThat(same.text()).isEmpty();
        assertThat(same.header("ETag")).isEqualTo(ETAG);
        assertThat(api.get(path, "If-None-Match", "\"x\"").status()).isEqualTo(200);
    }

    @Test
    void head_tells_everything_but_the_bytes() throws IOException {
        var answer = TestApi.anonymously(api.request(path(completed()))
                .method("HEAD",
                        HttpRequest.BodyPublishers.noBody()),
                "Authorization", TestApi.bearer(TestApi.ANNAS_KEY));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Length")).isEqualTo("10");
        assertThat(answer.header("ETag")).isEqualTo(ETAG);
        assertThat(answer.text()).isEmpty();
    }

    @Test
    void an_unknown_output_and_somebody_elses_answer_alike() throws IOException {
        var path = path(completed());
        var unknown = UUID.randomUUID();
        for (var method : List.of("GET", "DELETE")) {
            var foreign = asBert(method, method.equals("GET") ? path : path.replace("/content", ""));
            var absent = asBert(method, "/api/v1/outputs/" + unknown + (method.equals("GET") ? "/content" : ""));
            assertThat(foreign.status()).isEqualTo(404);
            assertThat(foreign.code()).isEqualTo("output_not_found");
            assertThat(absent.status()).isEqualTo(404);
            assertThat(foreign.response().headers().map().keySet())
                    .isEqualTo(absent.response().headers().map().keySet());
        }
        assertThat(api.get(path).status()).isEqualTo(200);
    }

    @Test
    void an_output_that_its_owner_deletes_is_gone_and_the_job_says_since_when() throws IOException {
        var job = completed();
        var path = path(job);
        var before = api.get("/api/v1/generate/jobs/" + job);
        assertThat(api.delete(path.replace("/content", "")).status()).isEqualTo(204);
        assertThat(api.delete(path.replace("/content", "")).status()).isEqualTo(204);
        var gone = api.get(path);
        assertThat(gone.status()).isEqualTo(410);
        assertThat(gone.code()).isEqualTo("output_deleted");
        var after = api.get("/api/v1/generate/jobs/" + job, "If-None-Match", before.header("ETag"));
        assertThat(after.status()).isEqualTo(200);
        assertThat(after.json().at("/outputs/0").has("deletedAt")).isTrue();
        assertThat(after.json().at("/outputs/0").has("url")).isFalse();
        assertThat(after.at("/outputs/0/sha256")).isEqualTo(SHA256);
        assertThat(api.count("generated_outputs where store_key is not null and deleted_at is not null")).isZero();
    }

    @Test
    void text_is_downloaded_and_deleted_too() {
        var job = job(new ProducedOutput.Text("Größer"));
        var answer = api.get(path(job));
        assertThat(answer.text()).isEqualTo("Größer");
        assertThat(answer.header("Content-Type")).isEqualToIgnoringCase("text/plain;charset=UTF-8");
        assertThat(api.delete(path(job).replace("/content", "")).status()).isEqualTo(204);
        assertThat(output(job).has("text")).isFalse();
    }

    @Test
    void where_there_is_no_copy_the_way_leads_to_the_provider() {
        var job = job(new ProducedOutput.Hosted(OutputType.IMAGE, URI.create("https://files.example/a.png"),
                "image/png", null));
        var answer = api.get(path(job));
        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("Location")).isEqualTo("https://files.example/a.png");
    }

    @Test
    void a_job_whose_files_are_being_copied_shows_as_processing() {
        var job = JobId.of(api.newJob().at("/jobId"));
        var fence = claimed(job);
        var hosted = new ProducedOutput.Hosted(OutputType.IMAGE, URI.create("https://files.example/a.png"), null, null);
        assertThat(changes().storing(List.of(new JobChanges.Done(fence, null, List.of(hosted))),
                Duration.ofMinutes(1))).containsExactly(true);
        var shown = api.get("/api/v1/generate/jobs/" + job);
        assertThat(shown.at("/status")).isEqualTo("PROCESSING");
        assertThat(shown.at("/stage")).isEqualTo("STORING");
        assertThat(shown.json().at("/outputs").size()).isZero();
        assertThat(shown.text()).contains("FINISHED_BY_PROVIDER").doesNotContain("files.example");
    }

    private JobId completed() throws IOException {
        var job = JobId.of(api.newJob().at("/jobId"));
        var fence = claimed(job);
        var store = api.bean(OutputStore.class);
        try (var file = store.receive(new ByteArrayInputStream(BYTES), 100)) {
            var key = OutputKeys.of(fence, 0, file.sha256(), "image/png");
            store.keep(file, key, "image/png");
            changes().completed(fence, null, List.of(new ProducedOutput.Stored(OutputType.IMAGE, key, "image/png",
                    file.size(), file.sha256(), 4, 3, 2500L)));
        }
        return job;
    }

    private JobId job(ProducedOutput output) {
        var job = JobId.of(api.newJob().at("/jobId"));
        changes().completed(claimed(job), null, List.of(output));
        return job;
    }

    private Fence claimed(JobId job) {
        return changes().claim(List.of(job), Duration.ofMinutes(1)).getFirst().fence();
    }

    private JobChanges changes() {
        return api.bean(JobChanges.class);
    }

    private JsonNode output(JobId job) {
        return api.get("/api/v1/generate/jobs/" + job).json().at("/outputs/0");
    }

    private String path(JobId job) {
        return "/api/v1/outputs/" + output(job).at("/id").asString() + "/content";
    }

    private Answer asBert(String method, String path) {
        return TestApi.anonymously(api.request(path).method(method, HttpRequest.BodyPublishers.noBody()),
                "Authorization", TestApi.bearer(TestApi.BERTS_KEY));
    }
}
