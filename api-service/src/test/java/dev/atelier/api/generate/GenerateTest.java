package dev.atelier.api.generate;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import tools.jackson.databind.json.JsonMapper;

import dev.atelier.api.TestApi;
import dev.atelier.catalog.ModelId;
import dev.atelier.catalog.ProviderId;
import dev.atelier.job.SubmitJobs;
import dev.atelier.messaging.Messages;
import dev.atelier.messaging.Topology;

import static dev.atelier.api.TestApi.TEXT_TO_IMAGE;
import static dev.atelier.api.TestApi.body;
import static java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class GenerateTest {
    private static final String ONLY = "nothing: this model takes only prompt, aspectRatio, resolution,"
            + " numberOfGenerations, options.outputFormat";
    private static final String A_MODEL = "an id from GET /api/v1/models?category=TEXT_TO_IMAGE";

    private final TestApi api = TestApi.shared();

    @Test
    void a_request_becomes_a_job_that_its_owner_is_told_of_and_a_worker_is_nudged_about() {
        var queue = api.bean(Topology.class).jobs(new ProviderId("geminigen"));
        var answer = api.post(TEXT_TO_IMAGE, """
                {"aiModelId": "%s", "prompt": "A boat", "aspectRatio": "16:9",
                 "options": {"outputFormat": "jpeg"}, "metadata": {"b": "2", "a": "1"}, "seed": null}"""
                .formatted(TestApi.GEMINIGEN_MODEL));

        assertThat(answer.status()).isEqualTo(202);
        var id = answer.at("/jobId");
        assertThat(answer.header("Location")).isEqualTo("/api/v1/generate/jobs/" + id);
        assertThat(answer.header("Retry-After")).isEqualTo("2");
        assertThat(answer.at("/status")).isEqualTo("PENDING");
        assertThat(answer.at("/model")).isEqualTo("geminigen/imagen-4");
        assertThat(answer.json().at("/outputs").isEmpty()).isTrue();
        assertThat(answer.json().at("/requested")).isEqualTo(JsonMapper.shared().readTree("""
                {"options": {"outputFormat": "jpeg"}, "prompt": "A boat", "aspectRatio": "16:9"}"""));
        assertThat(answer.json().at("/applied/aspectRatio")).hasToString("""
                {"value":"16:9","how":"APPLIED","sent":{"aspect_ratio":"16:9"}}""");
        assertThat(answer.at("/applied/resolution/how")).isEqualTo("DEFAULTED");
        assertThat(answer.json().at("/metadata")).hasToString("{\"a\":\"1\",\"b\":\"2\"}");
        assertThat(api.get("/api/v1/generate/jobs/" + id).json()).isEqualTo(answer.json());
        assertThat(Messages.decode(api.receive(queue).getBody(), SubmitJobs.class).jobIds())
                .singleElement()
                .hasToString(id);
    }

    @Test
    void a_nudge_never_overtakes_its_commit() throws Exception {
        var queue = api.bean(Topology.class).jobs(new ProviderId("geminigen"));
        var template = api.bean(RabbitTemplate.class);
        while (template.receive(queue, 100) != null) {
            // what other tests have left
        }
        try (var threads = newVirtualThreadPerTaskExecutor();
                var locking = api.bean(DataSource.class).getConnection();
                var lock = locking.createStatement()) {
            locking.setAutoCommit(false);
            lock.execute("lock table generation_jobs in share mode");
            var answer = threads.submit(() -> api.post(TEXT_TO_IMAGE, """
                    {"aiModelId": "%s", "prompt": "Not yet"}""".formatted(TestApi.GEMINIGEN_MODEL)));
            assertThat(template.receive(queue, 500)).isNull();
            assertThat(answer.isDone()).isFalse();
            locking.rollback();
            assertThat(answer.get().status()).isEqualTo(202);
        }
        assertThat(template.receive(queue, 5000)).isNotNull();
    }

    @Test
    void a_value_that_the_provider_names_otherwise_is_shown_as_converted() {
        var answer = api.post(TEXT_TO_IMAGE, body("prompt", "A boat", "options", Map.of("outputFormat", "jpeg")));
        assertThat(answer.json().at("/applied/options.outputFormat")).hasToString("""
                {"value":"jpeg","how":"CONVERTED","sent":{"input.output_format":"jpg"}}""");
    }

    static Stream<Arguments> badFields() {
        var otherModel = ModelId.of(new ProviderId("kie"), "there-is-none").toString();
        return Stream.of(
                arguments("{\"prompt\": \"A boat\"}", "aiModelId", "null", A_MODEL),
                arguments("{\"aiModelId\": null, \"prompt\": \"A boat\"}", "aiModelId", "null", A_MODEL),
                arguments(body("prompt", "x").replace(TestApi.KIE_MODEL.toString(), "1-2-3-4-5"), "aiModelId",
                        "\"1-2-3-4-5\"", A_MODEL),
                arguments("{\"aiModelId\": 7, \"prompt\": \"A boat\"}", "aiModelId", "7", A_MODEL),
                arguments(body("prompt", "x").replace(TestApi.KIE_MODEL.toString(), otherModel), "aiModelId",
                        "\"" + otherModel + "\"", A_MODEL),
                arguments(body(), "prompt", "null", "text of 1 to 20000 characters, not blank"),
                arguments(body("prompt", " "), "prompt", "\" \"", "text of 1 to 20000 characters, not blank"),
                arguments(body("prompt", 5), "prompt", "5", "text of 1 to 20000 characters, not blank"),
                arguments(body("prompt", "x".repeat(20_001)), "prompt", "(20003 characters)",
                        "text of 1 to 20000 characters, not blank"),
                arguments(body("prompt", "A\0boat"), "prompt", "text that cannot be stored",
                        "text of whole Unicode characters, without the character U+0000"),
                arguments("{\"aiModelId\": \"" + TestApi.KIE_MODEL + "\", \"prompt\": \"\\ud83d\"}", "prompt",
                        "text that cannot be stored",
                        "text of whole Unicode characters, without the character U+0000"),
                arguments(body("prompt", "x", "aspectRatio", "5:7"), "aspectRatio", "\"5:7\"", "one of 1:1, 1:4"),
                arguments(body("prompt", "x", "resolution", 2), "resolution", "2", "one of 1K, 2K, 4K"),
                arguments(body("prompt", "x", "numberOfGenerations", 2), "numberOfGenerations", "2", "only 1"),
                arguments(body("prompt", "x", "numberOfGenerations", 1.5), "numberOfGenerations", "1.5", "only 1"),
                arguments(body("prompt", "x", "numberOfGenerations", "1"), "numberOfGenerations", "\"1\"", "only 1"),
                arguments(body("prompt", "x", "seed", 1), "seed", "1", ONLY),
                arguments(body("prompt", "x", "negativePrompt", "y"), "negativePrompt", "\"y\"", ONLY),
                arguments(body("prompt", "x", "webhookUrl", "https://example.com"), "webhookUrl",
                        "\"https://example.com\"", ONLY),
                arguments(body("prompt", "x", "Prompt", "y"), "Prompt", "\"y\"", ONLY),
                arguments(body("prompt", "x", "options", "y"), "options", "\"y\"", "an object"),
                arguments(body("prompt", "x", "options", Map.of("foo", 1)), "options.foo", "1", ONLY),
                arguments(body("prompt", "x", "options.outputFormat", "png"), "options.outputFormat", "\"png\"",
                        "nothing: options are written as an object"),
                arguments(body("prompt", "x", "metadata", 1), "metadata", "1", "an object of texts"),
                arguments(body("prompt", "x", "metadata", Map.of("a", 1)), "metadata.a", "1",
                        "text of 0 to 500 characters"),
                arguments(body("prompt", "x", "metadata", Map.of("a", "x".repeat(501))), "metadata.a",
                        "(503 characters)", "text of 0 to 500 characters"),
                arguments(body("prompt", "x", "metadata", Map.of("k".repeat(65), "x")), "metadata." + "k".repeat(65),
                        "a name of 65 characters", "names of 1 to 64 characters"),
                arguments(body("prompt", "x", "metadata", IntStream.range(0, 21)
                        .boxed()
                        .collect(Collectors.toMap(it -> "k" + it, it -> "v"))), "metadata", "21 entries",
                        "at most 20 entries"));
    }

    @ParameterizedTest
    @MethodSource("badFields")
    void a_field_that_is_not_accepted_is_named_and_nothing_is_stored(String body, String field, String value,
            String allowed) {
        long before = api.count("generation_jobs");
        var answer = api.post(TEXT_TO_IMAGE, body, "Idempotency-Key", "never-stored");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.code()).isEqualTo("invalid_request");
        assertThat(answer.json().at("/errors").size()).isOne();
        assertThat(answer.at("/errors/0/field")).isEqualTo(field);
        assertThat(answer.at("/errors/0/value")).contains(value);
        assertThat(answer.at("/errors/0/allowed")).contains(allowed);
        assertThat(api.count("generation_jobs")).isEqualTo(before);
    }

    @Test
    void all_problems_are_named_at_once_in_the_order_that_they_were_written() {
        var answer = api.post(TEXT_TO_IMAGE, """
                {"metadata": 1, "zebra": 2, "options": {"y": 3, "outputFormat": "gif"}, "resolution": "9K",
                 "aiModelId": "%s"}""".formatted(TestApi.KIE_MODEL));
        assertThat(answer.json().at("/errors").valueStream().map(it -> it.at("/field").asString()))
                .containsExactly("metadata", "zebra", "options.y", "options.outputFormat", "resolution", "prompt");
    }

    @Test
    void a_body_of_nothing_but_mistakes_is_answered_with_the_first_fifty() {
        var fields = IntStream.range(0, 40_000).mapToObj(it -> "\"f" + it + "\":1").collect(Collectors.joining(","));
        var answer = api.post(TEXT_TO_IMAGE, "{\"aiModelId\":\"" + TestApi.KIE_MODEL + "\"," + fields + "}");
        assertThat(answer.json().at("/errors").size()).isEqualTo(50);
        assertThat(answer.at("/detail")).startsWith("40001 fields are not accepted: f0, f1,");
    }

    static Stream<Arguments> badBodies() {
        return Stream.of(arguments("", "The body is empty"), arguments("  ", "is blank"),
                arguments("[1]", "of type array"), arguments("\"text\"", "of type string"),
                arguments("{\"prompt\": \"A\",\n  oops}", "not JSON, at line 2, column 3"),
                arguments("{\"prompt\": \"A\"", "not JSON, at line 1"),
                arguments("{\"prompt\": \"A\", \"prompt\": \"B\"}", "a key stands twice"),
                arguments("{} {}", "not JSON, at line 1"), arguments("{\"seed\": NaN}", "not JSON, at line 1"),
                arguments("{\"a\": " + "[".repeat(30) + "]".repeat(30) + "}", "at most 20 levels deep"),
                arguments("{\"seed\": " + "9".repeat(200) + "}", "numbers of at most 100 digits"),
                arguments("{\"" + "n".repeat(5000) + "\": 1}", "names of at most 256 characters"));
    }

    @ParameterizedTest
    @MethodSource("badBodies")
    void a_body_that_is_no_json_object_is_refused_with_the_place(String body, String said) {
        long before = api.count("generation_jobs");
        var answer = api.post(TEXT_TO_IMAGE, body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("malformed_json");
        assertThat(answer.at("/detail")).contains(said);
        assertThat(api.count("generation_jobs")).isEqualTo(before);
    }

    @Test
    void a_body_that_is_too_large_is_refused() {
        var answer = api.post(TEXT_TO_IMAGE, body("prompt", "x".repeat(1024 * 1024)));
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.code()).isEqualTo("body_too_large");
        assertThat(answer.at("/detail")).contains("1048576");
    }

    @Test
    void another_content_type_is_refused() {
        var answer = api.post(TEXT_TO_IMAGE, body("prompt", "x"), "Content-Type", "text/plain");
        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.code()).isEqualTo("unsupported_media_type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text-to-smell", "TEXT_TO_IMAGE", "jobs"})
    void a_category_that_no_model_serves_is_unknown(String category) {
        var answer = api.post("/api/v1/generate/" + category, body("prompt", "x"));
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("unknown_category");
        assertThat(answer.at("/detail")).contains(category, "text-to-image");
    }

    @Test
    void a_hundred_requests_at_once_with_one_key_make_one_job() throws Exception {
        long before = api.count("generation_jobs");
        try (var threads = newVirtualThreadPerTaskExecutor()) {
            var answers = IntStream.range(0, 100)
                    .mapToObj(_ -> threads.submit(() -> api.post(TEXT_TO_IMAGE, body("prompt", "One"),
                            "Idempotency-Key", "parallel")))
                    .toList();
            var ids = new java.util.HashSet<String>();
            int replayed = 0;
            for (var answer : answers) {
                assertThat(answer.get().status()).isEqualTo(202);
                ids.add(answer.get().at("/jobId"));
                replayed += answer.get().header("Idempotency-Replayed").equals("true") ? 1 : 0;
            }
            assertThat(ids).hasSize(1);
            assertThat(replayed).isEqualTo(99);
        }
        assertThat(api.count("generation_jobs")).isEqualTo(before + 1);
    }

    @Test
    void the_same_request_may_be_written_otherwise() {
        var first = api.post(TEXT_TO_IMAGE, body("prompt", "Same", "resolution", "2K"), "Idempotency-Key", "rewritten");
        var again = api.post(TEXT_TO_IMAGE, """
                {  "resolution": "2K", "seed": null, "prompt": "S\\u0061me",
                   "aiModelId": "%s" }""".formatted(TestApi.KIE_MODEL), "Idempotency-Key", "rewritten");
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.at("/jobId")).isEqualTo(first.at("/jobId"));
        assertThat(first.header("Idempotency-Replayed")).isEmpty();
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    }

    @Test
    void another_request_with_the_same_key_is_refused() {
        api.post(TEXT_TO_IMAGE, body("prompt", "One"), "Idempotency-Key", "reused");
        long before = api.count("generation_jobs");
        var answer = api.post(TEXT_TO_IMAGE, body("prompt", "Two"), "Idempotency-Key", "reused");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.code()).isEqualTo("idempotency_key_reused");
        assertThat(api.count("generation_jobs")).isEqualTo(before);
    }

    @Test
    void another_users_key_is_another_key() {
        var annas = api.post(TEXT_TO_IMAGE, body("prompt", "Ours"), "Idempotency-Key", "shared");
        var berts = api.post(TEXT_TO_IMAGE, body("prompt", "Ours"), "Idempotency-Key", "shared", "Authorization",
                TestApi.bearer(TestApi.BERTS_KEY));
        assertThat(berts.status()).isEqualTo(202);
        assertThat(berts.at("/jobId")).isNotEqualTo(annas.at("/jobId"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b"})
    void a_key_of_other_characters_is_refused(String key) {
        refusesKey(key);
    }

    @Test
    void a_key_that_is_too_long_is_refused() {
        refusesKey("k".repeat(256));
    }

    private void refusesKey(String key) {
        var answer = api.post(TEXT_TO_IMAGE, body("prompt", "x"), "Idempotency-Key", key);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("/errors/0/field")).isEqualTo("Idempotency-Key");
        assertThat(answer.at("/errors/0/allowed")).isEqualTo("one header of 1 to 255 visible ASCII characters");
    }

    @Test
    void a_dry_run_shows_what_would_be_sent_and_stores_nothing() {
        long before = api.count("generation_jobs");
        var body = body("prompt", "A boat", "aspectRatio", "16:9", "options", Map.of("outputFormat", "jpeg"));

        var answer = api.post(TEXT_TO_IMAGE + "?dryRun=true", body);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/route")).hasToString(
                """
                        {"provider":"kie","providerName":"Kie.ai","model":"nano-banana-2","operation":"jobs","mode":"ASYNC"}""");
        assertThat(answer.json().at("/body")).isEqualTo(JsonMapper.shared()
                .readTree(
                        """
                                {"model": "nano-banana-2", "callBackUrl": "(the address of this job's callback)",
                                 "input": {"prompt": "A boat", "aspect_ratio": "16:9", "resolution": "1K", "output_format": "jpg"}}"""));
        assertThat(answer.json().at("/usualSeconds").intValue()).isEqualTo(20);
        assertThat(answer.json().has("waitingAhead")).isTrue();
        assertThat(api.count("generation_jobs")).isEqualTo(before);
        assertThat(answer.json().at("/applied")).isEqualTo(api.post(TEXT_TO_IMAGE, body).json().at("/applied"));
    }

    @Test
    void a_model_that_delivers_in_the_answer_is_given_no_callback() {
        var chat = ModelId.of(new ProviderId("kie"), "gpt-5-2").toString();

        var answer = api.post("/api/v1/generate/text?dryRun=true", body("aiModelId", chat, "prompt", "A slogan",
                "options", Map.of("systemPrompt", "Be brief.")));

        assertThat(answer.json().at("/route/mode").asString()).isEqualTo("SYNC");
        assertThat(answer.json().at("/body")).isEqualTo(JsonMapper.shared()
                .readTree(
                        """
                                {"stream": false, "reasoning_effort": "high", "messages": [
                                 {"role": "system", "content": "Be brief."},
                                 {"role": "user", "content": [{"type": "text", "text": "A slogan"}]}]}"""));
    }

    @Test
    void a_dry_run_refuses_what_a_run_refuses() {
        var answer = api.post(TEXT_TO_IMAGE + "?dryRun=true", body("prompt", "A boat", "aspectRatio", "5:7"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("/errors/0/field")).isEqualTo("aspectRatio");
        assertThat(api.post(TEXT_TO_IMAGE + "?dryRun=perhaps", body("prompt", "A boat")).at("/errors/0/field"))
                .isEqualTo("dryRun");
    }
}
