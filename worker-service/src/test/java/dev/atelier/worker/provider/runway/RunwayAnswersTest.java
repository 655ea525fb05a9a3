package dev.atelier.worker.provider.runway;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

import dev.atelier.catalog.AppliedField;
import dev.atelier.catalog.AppliedRequest;
import dev.atelier.catalog.Category;
import dev.atelier.catalog.SentFiles;
import dev.atelier.credential.Secret;
import dev.atelier.job.FailureKind;
import dev.atelier.job.JobId;
import dev.atelier.job.ProviderJobId;
import dev.atelier.output.OutputType;
import dev.atelier.output.ProducedOutput.Hosted;
import dev.atelier.webhook.WebhookReceived;
import dev.atelier.worker.provider.CallbackReading;
import dev.atelier.worker.provider.ProviderCall;
import dev.atelier.worker.provider.ProviderException;
import dev.atelier.worker.provider.ProviderHttp;
import dev.atelier.worker.provider.ProviderJob;
import dev.atelier.worker.provider.ProviderUpdate;
import dev.atelier.worker.provider.ProviderUpdate.Completed;
import dev.atelier.worker.provider.ProviderUpdate.Failed;
import dev.atelier.worker.provider.ProviderUpdate.Processing;
import dev.atelier.worker.provider.ScriptedProvider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What Runway is sent, and what its answers mean, one by one; how it behaves as a whole is {@link RunwayAdapterTest}'s. */
class RunwayAnswersTest {
    private static final Secret KEY = new Secret("runway-key-0123456789");
    private static final ProviderJobId ID = new ProviderJobId("17f20503");
    private static final ProviderJob JOB = new ProviderJob(ID, "gen4.5", "text_to_video", Category.TEXT_TO_VIDEO);

    private final ScriptedProvider runway = new ScriptedProvider();
    private final RunwayProperties properties = new RunwayProperties(runway.url(), Duration.ofSeconds(1),
            Duration.ofSeconds(5), DataSize.ofMegabytes(1), Duration.ofSeconds(130));
    private final ProviderHttp http = new ProviderHttp(RunwayAdapter.NAME, properties.http(), Clock.systemUTC(),
            RunwayApi.HEADERS);
    private final RunwayAdapter adapter = RunwayAdapter.create(properties, http);

    @AfterEach
    void close() {
        runway.close();
        http.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text_to_image", "text_to_video", "image_to_video", "text_to_speech", "sound_effect"})
    void a_submission_goes_to_its_operation_and_names_the_version(String operation) {
        runway.answers(200, json5("{'id':'17f20503','estimatedCost':{'credits':25}}"));

        assertThat(submit(operation)).isEqualTo(new Processing(ID, null));

        assertThat(runway.requests()).singleElement().satisfies(it -> {
            assertThat(it.line()).isEqualTo("POST /v1/" + operation + " HTTP/1.1");
            assertThat(it.header("authorization")).contains("Bearer runway-key-0123456789");
            assertThat(it.header("x-runway-version")).contains("2024-11-06");
            assertThat(json(it.text())).isEqualTo(json("""
                    {"model": "gen4.5", "promptText": "Käse \\"& Brot\\""}"""));
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        // HTTP | body | kind
        "400 | {'error':'Validation of body failed','issues':[{'path':['ratio'],'message':'Invalid option'}]}"
                + " | INVALID_INPUT",
        "400 | {'error':'You do not have enough credits to run this task.'} | INSUFFICIENT_CREDIT",
        "401 | {'error':'no'} | CREDENTIALS_REFUSED", "403 | {'error':'no'} | CREDENTIALS_REFUSED",
        "404 | {'error':'Not found'} | MODEL_UNAVAILABLE", "405 | ~~ | INVALID_INPUT", "429 | ~~ | RATE_LIMITED",
        "500 | ~~ | OUTCOME_UNKNOWN", "502 | <html> | OUTCOME_UNKNOWN", "503 | ~~ | OUTCOME_UNKNOWN",
        "504 | ~~ | OUTCOME_UNKNOWN", "500 | {'id':'17f20503'} | OUTCOME_UNKNOWN", "200 | {'id':'17 | OUTCOME_UNKNOWN",
        "200 | {} | OUTCOME_UNKNOWN", "200 | {'id':null} | OUTCOME_UNKNOWN", "200 | [] | OUTCOME_UNKNOWN",
        "200 | ~~ | OUTCOME_UNKNOWN"})
    void a_submission_that_is_not_accepted_says_why(int status, String body, FailureKind kind) {
        runway.answers(status, json5(body));

        assertThatThrownBy(() -> submit("text_to_video")).isInstanceOfSatisfying(ProviderException.class,
                e -> assertThat(e.kind()).isEqualTo(kind));
        assertThat(runway.requests()).hasSize(1);
    }

    @Test
    void refused_fields_are_named() {
        runway.answers(400, json5("{'error':'Validation of body failed','issues':["
                + "{'code':'invalid_value','path':['ratio'],'message':'Invalid option'},"
                + "{'code':'x','path':['referenceImages',0,'uri'],'message':'Invalid input'},{'path':[],'message':'Bad'}],"
                + "'docUrl':'https://docs.dev.runwayml.com/'}"));

        assertThatThrownBy(() -> submit("text_to_image")).hasMessageEndingWith("refused the input "
                + "(\"ratio: Invalid option; referenceImages.0.uri: Invalid input; Bad\").");
    }

    @Test
    void a_wait_is_the_providers_or_else_ours() {
        runway.answers(429, "", "Retry-After: 4").answers(429, "");

        assertThat(List.of(4L, 130L)).allSatisfy(seconds -> assertThatThrownBy(() -> submit("text_to_video"))
                .isInstanceOfSatisfying(ProviderException.class,
                        e -> assertThat(e.failure().retryAfter()).contains(Duration.ofSeconds(seconds))));
    }

    @ParameterizedTest
    @CsvSource({"PENDING, 0.37,", "THROTTLED, 0.37,", "RUNNING, 0.37, 37", "RUNNING, null,", "RUNNING, 1.5,"})
    void what_waits_or_is_worked_on_is_processing(String status, String progress, Integer percent) {
        task("'status':'" + status + "','progress':" + progress);

        assertThat(check()).isEqualTo(new Processing(ID, percent));
        assertThat(runway.requests()).singleElement().satisfies(it -> {
            assertThat(it.line()).isEqualTo("GET /v1/tasks/17f20503 HTTP/1.1");
            assertThat(it.header("x-runway-version")).contains("2024-11-06");
        });
    }

    @Test
    void a_success_has_a_file_for_each_output() {
        task("'status':'SUCCEEDED','output':['https://x.example.com/out.mp4?_jwt=1','https://x.example.com/b']");

        var expiry = Instant.parse("2026-11-23T19:49:32.334Z");
        assertThat(check()).isEqualTo(new Completed(ID, List.of(
                new Hosted(OutputType.VIDEO, URI.create("https://x.example.com/out.mp4?_jwt=1"), "video/mp4", expiry),
                new Hosted(OutputType.VIDEO, URI.create("https://x.example.com/b"), null, expiry))));
        assertThat(adapter.fileKey(URI.create("https://x.example.com/b"), KEY)).isEmpty();
    }

    @Test
    void a_time_that_is_none_is_not_known() {
        runway.answers(200, json5("{'id':'17f20503','status':'SUCCEEDED','createdAt':'yesterday',"
                + "'output':['https://x.example.com/b']}"));

        assertThat(check()).isInstanceOfSatisfying(Completed.class, it -> assertThat(it.outputs()).containsExactly(
                new Hosted(OutputType.VIDEO, URI.create("https://x.example.com/b"), null, null)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "{}", "''"})
    void a_success_without_a_file_is_no_success(String output) {
        task("'status':'SUCCEEDED','output':" + output);

        assertThat(check()).isInstanceOfSatisfying(Failed.class,
                it -> assertThat(it.failure().kind()).isEqualTo(FailureKind.OUTPUT_UNAVAILABLE));
    }

    @ParameterizedTest
    @CsvSource({"SAFETY.INPUT.TEXT, CONTENT_REJECTED", "SAFETY.OUTPUT.VIDEO, CONTENT_REJECTED",
        "SAFETY, CONTENT_REJECTED",
        "INPUT_PREPROCESSING.SAFETY.TEXT, CONTENT_REJECTED", "INPUT_PREPROCESSING.INTERNAL, PROVIDER_FAILED",
        "ASSET.INVALID, INVALID_INPUT", "INTERNAL, PROVIDER_FAILED", "INTERNAL.BAD_OUTPUT.CODE01, PROVIDER_FAILED",
        "THIRD_PARTY.UNAVAILABLE, PROVIDER_UNAVAILABLE", "SAFETYNET, PROVIDER_FAILED", "SOMETHING.NEW, PROVIDER_FAILED",
        "'', PROVIDER_FAILED"})
    void a_failed_task_says_why(String code, FailureKind kind) {
        task("'status':'FAILED','failure':'that was it','failureCode':'" + code + "','cost':{'credits':25}");

        assertThat(check()).isInstanceOfSatisfying(Failed.class, it -> {
            assertThat(it.failure().kind()).isEqualTo(kind);
            assertThat(it.failure().message()).endsWith(" (\"that was it\").");
            assertThat(it.id()).isEqualTo(ID);
        });
    }

    @Test
    void a_task_that_somebody_else_cancelled_has_failed() {
        task("'status':'CANCELLED'");

        assertThat(check()).isInstanceOfSatisfying(Failed.class,
                it -> assertThat(it.failure().kind()).isEqualTo(FailureKind.PROVIDER_FAILED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'id':'17f20503','status':'RETICULATING'}", "{'id':'17f20503'}", "{}", "[]", "{'id", "",
        "{'id':'another','status':'RUNNING'}", "{'id':'17f20503','status':'SUCCEEDED','output':['out.mp4']}"})
    void a_task_that_cannot_be_read_is_malformed(String body) {
        runway.answers(200, json5(body));

        assertThatThrownBy(this::check).isInstanceOfSatisfying(ProviderException.class,
                e -> assertThat(e.kind()).isEqualTo(FailureKind.MALFORMED_RESPONSE));
    }

    @ParameterizedTest
    @CsvSource({"400, PROVIDER_UNAVAILABLE,", "401, CREDENTIALS_REFUSED,", "404, PROVIDER_UNAVAILABLE, 5",
        "429, RATE_LIMITED, 130", "502, PROVIDER_UNAVAILABLE,", "503, PROVIDER_UNAVAILABLE,"})
    void a_question_that_fails_says_why(int status, FailureKind kind, Long seconds) {
        runway.answers(status, "{\"error\":\"no\"}");

        assertThatThrownBy(this::check).isInstanceOfSatisfying(ProviderException.class, e -> {
            assertThat(e.kind()).isEqualTo(kind);
            assertThat(e.failure().retryIn()).isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds));
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 404})
    void a_task_that_is_deleted_or_gone_is_stopped(int status) {
        runway.answers(status, "");

        assertThat(adapter.cancel(JOB, KEY)).isTrue();
        assertThat(runway.requests()).singleElement().satisfies(it -> {
            assertThat(it.line()).isEqualTo("DELETE /v1/tasks/17f20503 HTTP/1.1");
            assertThat(it.header("x-runway-version")).contains("2024-11-06");
        });
    }

    @ParameterizedTest
    @CsvSource({"401, CREDENTIALS_REFUSED", "429, RATE_LIMITED", "503, PROVIDER_UNAVAILABLE"})
    void whether_it_stopped_is_not_known_when_it_does_not_say(int status, FailureKind kind) {
        runway.answers(status, "");

        assertThatThrownBy(() -> adapter.cancel(JOB, KEY)).isInstanceOfSatisfying(ProviderException.class,
                e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @Test
    void it_calls_nobody_back() {
        assertThat(adapter.callback(new WebhookReceived(RunwayAdapter.ID, JobId.create(), "e1", Map.of(),
                "{\"id\":\"17f20503\",\"status\":\"SUCCEEDED\"}", Instant.now())))
                .isInstanceOf(CallbackReading.Irrelevant.class);
    }

    private ProviderUpdate submit(String operation) {
        var prompt = StringNode.valueOf("Käse \"& Brot\"");
        var request = new AppliedRequest("gen4.5", operation, List.of(
                new AppliedField("prompt", AppliedField.How.APPLIED, prompt, Map.of("promptText", prompt))),
                Map.of("model", StringNode.valueOf("gen4.5")), List.of());
        return adapter.generate(new ProviderCall(JobId.create(), Category.TEXT_TO_VIDEO, request,
                request.body(SentFiles.Resolver.REFERENCES), KEY, null));
    }

    private ProviderUpdate check() {
        return adapter.check(JOB, KEY);
    }

    private void task(String fields) {
        runway.answers(200, json5("{'id':'17f20503','createdAt':'2026-11-22T19:49:32.334Z'," + fields + "}"));
    }

    private static String json5(String text) {
        return text.replace('\'', '"');
    }

    private static Object json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
