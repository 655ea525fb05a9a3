package dev.atelier.worker.provider.replicate;

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
import tools.jackson.databind.node.IntNode;
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
import dev.atelier.output.ProducedOutput;
import dev.atelier.output.ProducedOutput.Hosted;
import dev.atelier.webhook.WebhookReceived;
import dev.atelier.worker.provider.CallbackReading;
import dev.atelier.worker.provider.CallbackReading.Irrelevant;
import dev.atelier.worker.provider.CallbackReading.Trigger;
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

/** What Replicate is sent, and what its answers mean, one by one; how it behaves as a whole is {@link ReplicateAdapterTest}'s. */
class ReplicateAnswersTest {
    private static final Secret KEY = new Secret("r8_0123456789");
    private static final ProviderJobId ID = new ProviderJobId("p1");
    private static final String MODEL = "black-forest-labs/flux-schnell";

    private final ScriptedProvider replicate = new ScriptedProvider();
    private final ReplicateProperties properties = new ReplicateProperties(replicate.url(), Duration.ofSeconds(1),
            Duration.ofSeconds(5), DataSize.ofMegabytes(1), Duration.ofSeconds(11), Duration.ofHours(2));
    private final ProviderHttp http = new ProviderHttp(ReplicateAdapter.NAME, properties.http(), Clock.systemUTC());
    private final ReplicateAdapter adapter = ReplicateAdapter.create(properties, http);

    @AfterEach
    void close() {
        replicate.close();
        http.close();
    }

    @Test
    void a_submission_goes_to_the_models_address_and_does_not_wait() {
        replicate.answers(201, json5("{'id':'p1','status':'starting','urls':{'get':'https://evil.example.com/'}}"));

        assertThat(submit()).isEqualTo(new Processing(ID, null));

        assertThat(replicate.requests()).singleElement().satisfies(it -> {
            assertThat(it.line()).isEqualTo("POST /v1/models/black-forest-labs/flux-schnell/predictions HTTP/1.1");
            assertThat(it.header("authorization")).contains("Bearer r8_0123456789");
            assertThat(it.header("cancel-after")).contains("7200");
            assertThat(it.header("prefer")).isEmpty();
            assertThat(JsonMapper.shared().readTree(it.text())).isEqualTo(JsonMapper.shared()
                    .readTree("{\"input\":{\"prompt\":\"Käse\",\"num_outputs\":2}}"));
        });
    }

    @Test
    void a_submission_that_is_answered_with_its_end_was_taken() {
        replicate.answers(200, json5("{'id':'p1','status':'failed','error':'oops'}"));

        assertThat(submit()).isEqualTo(new Processing(ID, null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "422 | {'title':'Input validation failed','detail':'- input.prompt is required'} | INVALID_INPUT",
        "400 | {'detail':'bad'} | INVALID_INPUT", "422 | {'detail':'the prompt was flagged'} | CONTENT_REJECTED",
        "401 | {'detail':'Unauthenticated'} | CREDENTIALS_REFUSED", "403 | {} | CREDENTIALS_REFUSED",
        "402 | {'title':'Insufficient credit'} | INSUFFICIENT_CREDIT", "404 | {} | MODEL_UNAVAILABLE",
        "429 | {'detail':'throttled'} | RATE_LIMITED", "500 | {'detail':'oops'} | OUTCOME_UNKNOWN",
        "502 | <html> | OUTCOME_UNKNOWN", "201 | {'id | OUTCOME_UNKNOWN", "201 | {} | OUTCOME_UNKNOWN",
        "201 | [] | OUTCOME_UNKNOWN", "201 | {'id':' '} | OUTCOME_UNKNOWN"})
    void a_submission_that_is_not_accepted_says_why(int status, String body, FailureKind kind) {
        replicate.answers(status, json5(body));

        assertThatThrownBy(this::submit).isInstanceOfSatisfying(ProviderException.class,
                e -> assertThat(e.kind()).isEqualTo(kind));
        assertThat(replicate.requests()).hasSize(1);
    }

    @Test
    void a_wait_is_in_a_header_or_in_words_or_else_ours() {
        var words = json5("{'detail':'Request was throttled. Your rate limit resets in ~30s.'}");
        replicate.answers(429, words, "Retry-After: 4").answers(429, words).answers(429, "{}");

        assertThat(List.of(4L, 30L, 11L)).allSatisfy(seconds -> assertThatThrownBy(this::submit)
                .isInstanceOfSatisfying(ProviderException.class,
                        e -> assertThat(e.failure().retryAfter()).contains(Duration.ofSeconds(seconds))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"starting", "processing"})
    void what_begins_or_is_worked_on_is_processing(String status) {
        replicate.answers(200, json5("{'id':'p1','status':'" + status + "','output':null}"));

        assertThat(check(Category.TEXT_TO_IMAGE)).isEqualTo(new Processing(ID, null));
        assertThat(replicate.requests().getFirst().line()).isEqualTo("GET /v1/predictions/p1 HTTP/1.1");
    }

    @Test
    void files_live_for_an_hour() {
        succeeded("['https://replicate.delivery/x/0.webp','https://replicate.delivery/x/1']");

        var expiry = Instant.parse("2026-01-05T11:00:00Z");
        assertThat(check(Category.TEXT_TO_IMAGE)).isEqualTo(new Completed(ID, List.of(
                new Hosted(OutputType.IMAGE, URI.create("https://replicate.delivery/x/0.webp"), "image/webp", expiry),
                new Hosted(OutputType.IMAGE, URI.create("https://replicate.delivery/x/1"), null, expiry))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'https://replicate.delivery/x/1'", "['https://replicate.delivery/x/1']",
        "{'video':'https://replicate.delivery/x/1','seed':7,'note':'a word'}",
        "{'files':[{'url':'https://replicate.delivery/x/1'}]}"})
    void an_output_may_have_any_shape(String output) {
        succeeded(output);

        assertThat(check(Category.TEXT_TO_VIDEO)).isInstanceOfSatisfying(Completed.class,
                it -> assertThat(it.outputs()).singleElement().isInstanceOfSatisfying(Hosted.class, file -> {
                    assertThat(file.type()).isEqualTo(OutputType.VIDEO);
                    assertThat(file.url()).hasToString("https://replicate.delivery/x/1");
                }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'See https://example.com/ for more'", "['See ','https://example.com/',' for more']"})
    void words_come_whole_or_in_pieces(String output) {
        succeeded(output);

        assertThat(check(Category.TEXT)).isEqualTo(new Completed(ID, List.of(
                new ProducedOutput.Text("See https://example.com/ for more"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "''", "{}", "'no address'", "7"})
    void a_success_without_a_file_is_no_success(String output) {
        succeeded(output);

        assertThat(check(Category.TEXT_TO_IMAGE)).isInstanceOfSatisfying(Failed.class,
                it -> assertThat(it.failure().kind()).isEqualTo(FailureKind.OUTPUT_UNAVAILABLE));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {"failed | 'E1000 unknown' | PROVIDER_FAILED",
        "failed | null | PROVIDER_FAILED", "failed | 'E1001: out of memory' | INVALID_INPUT",
        "failed | 'NSFW content detected. Try another prompt.' | CONTENT_REJECTED",
        "failed | 'The input was flagged as sensitive (E005)' | CONTENT_REJECTED", "canceled | null | PROVIDER_FAILED",
        "aborted | null | DEADLINE_EXCEEDED"})
    void a_prediction_that_ended_otherwise_has_failed(String status, String error, FailureKind kind) {
        replicate.answers(200, json5("{'id':'p1','status':'" + status + "','error':" + error + "}"));

        assertThat(check(Category.TEXT_TO_IMAGE)).isInstanceOfSatisfying(Failed.class,
                it -> assertThat(it.failure().kind()).isEqualTo(kind));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'id':'p1','status':'reticulating'}", "{'id':'p1'}", "{'id':'p2','status':'starting'}",
        "{}", "[]"})
    void a_prediction_that_cannot_be_read_is_malformed(String body) {
        replicate.answers(200, json5(body));

        assertThatThrownBy(() -> check(Category.TEXT_TO_IMAGE)).isInstanceOfSatisfying(ProviderException.class,
                e -> assertThat(e.kind()).isEqualTo(FailureKind.MALFORMED_RESPONSE));
    }

    @ParameterizedTest
    @CsvSource({"404, PROVIDER_UNAVAILABLE, 5", "401, CREDENTIALS_REFUSED,", "429, RATE_LIMITED, 11",
        "500, PROVIDER_UNAVAILABLE,"})
    void a_question_that_fails_says_why(int status, FailureKind kind, Long seconds) {
        replicate.answers(status, "{}");

        assertThatThrownBy(() -> check(Category.TEXT_TO_IMAGE)).isInstanceOfSatisfying(ProviderException.class, e -> {
            assertThat(e.kind()).isEqualTo(kind);
            assertThat(e.failure().retryIn()).isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds));
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {"200 | {'id':'p1','status':'canceled'} | true",
        "200 | {'id':'p1','status':'aborted'} | true", "200 | {'id':'p1','status':'processing'} | false",
        "200 | {'id':'p1','status':'succeeded'} | false", "404 | {} | false", "422 | {} | false"})
    void it_is_stopped_when_it_says_so(int status, String body, boolean stopped) {
        replicate.answers(status, json5(body));

        assertThat(adapter.cancel(job(Category.TEXT_TO_IMAGE), KEY)).isEqualTo(stopped);
        assertThat(replicate.requests().getFirst().line()).isEqualTo("POST /v1/predictions/p1/cancel HTTP/1.1");
    }

    @Test
    void a_lost_submission_is_looked_for_by_model_input_and_time() {
        replicate.answers(200, json5("""
                {'next':null,'results':[%s,%s,%s,%s,%s,%s]}""".formatted(
                listed("a", MODEL, "{'prompt':'Käse','num_outputs':2.0,'go_fast':true}", 10),
                listed("b", MODEL, "{'prompt':'Käse','num_outputs':1}", 10),
                listed("c", MODEL, "{'prompt':'Brot','num_outputs':2}", 10),
                listed("d", "black-forest-labs/flux-dev", "{'prompt':'Käse'}", 10),
                listed("e", MODEL, "{}", 10), listed("f", MODEL, "{'prompt':'Käse'}", 600))));

        assertThat(adapter.lookUp(request(), Duration.ofMinutes(2), KEY)).containsExactly(new ProviderJobId("a"));
        assertThat(replicate.requests()).singleElement()
                .satisfies(it -> assertThat(it.line()).matches("GET /v1/predictions\\?created_after=2\\S+Z HTTP/1.1"));
    }

    @Test
    void pages_are_turned_at_our_own_address_and_not_for_ever() {
        for (int page = 0; page < 6; page++) {
            replicate.answers(200, json5("{'next':'https://evil.example.com/?cursor=a%2Bb','results':[" + listed(
                    "p" + page, MODEL, "{'prompt':'Käse'}", 10) + "]}"));
        }

        assertThat(adapter.lookUp(request(), Duration.ofMinutes(2), KEY)).hasSize(5);
        assertThat(replicate.requests()).hasSize(5);
        assertThat(replicate.requests().getLast().line()).isEqualTo("GET /v1/predictions?cursor=a%2Bb HTTP/1.1");
    }

    @Test
    void no_page_is_turned_beyond_the_time_in_question() {
        replicate.answers(200, json5("{'next':'https://x.example.com/?cursor=1','results':[" + listed("p", MODEL,
                "{'prompt':'Käse'}", 600) + "]}"));

        assertThat(adapter.lookUp(request(), Duration.ofMinutes(2), KEY)).isEmpty();
        assertThat(replicate.requests()).hasSize(1);
    }

    @Test
    void a_list_that_is_not_to_be_had_says_so() {
        replicate.answers(500, "{}");

        assertThatThrownBy(() -> adapter.lookUp(request(), Duration.ofMinutes(2), KEY))
                .isInstanceOf(ProviderException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"succeeded", "failed", "canceled", "aborted", "reticulating"})
    void a_callback_is_a_reason_to_look(String status) {
        assertThat(callback("{'id':'p1','status':'" + status + "','output':'https://x.example.com/1.png'}"))
                .isEqualTo(new Trigger(ID));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'id':'p1','status':'starting'}", "{'id':'p1','status':'processing'}", "{'id':' '}", "{}"})
    void a_callback_on_the_way_or_about_nothing_is_irrelevant(String body) {
        assertThat(callback(body)).isInstanceOf(Irrelevant.class);
    }

    @Test
    void the_token_goes_to_replicates_files_and_to_no_others() {
        for (var file : List.of("https://replicate.delivery/x", "https://pbxt.replicate.delivery/x")) {
            assertThat(adapter.fileKey(URI.create(file), KEY)).contains(
                    new ProviderHttp.KeyHeader("Authorization", new Secret("Bearer r8_0123456789")));
        }
        for (var file : List.of("http://replicate.delivery/x", "https://evilreplicate.delivery/x",
                "https://replicate.delivery.example.com/x", "https://example.com/replicate.delivery", "file:/x")) {
            assertThat(adapter.fileKey(URI.create(file), KEY)).isEmpty();
        }
    }

    private static String listed(String id, String model, String input, int secondsAgo) {
        return "{'id':'" + id + "','model':'" + model + "','input':" + input + ",'created_at':'"
                + Instant.now().minusSeconds(secondsAgo) + "'}";
    }

    private static AppliedRequest request() {
        var prompt = StringNode.valueOf("Käse");
        return new AppliedRequest(MODEL, "models", List.of(
                new AppliedField("prompt", AppliedField.How.APPLIED, prompt, Map.of("input.prompt", prompt)),
                new AppliedField("numberOfGenerations", AppliedField.How.APPLIED, IntNode.valueOf(2),
                        Map.of("input.num_outputs", IntNode.valueOf(2)))));
    }

    private ProviderUpdate submit() {
        var request = request();
        return adapter.generate(new ProviderCall(JobId.create(), Category.TEXT_TO_IMAGE, request,
                request.body(SentFiles.Resolver.REFERENCES), KEY, null));
    }

    private ProviderUpdate check(Category category) {
        return adapter.check(job(category), KEY);
    }

    private static ProviderJob job(Category category) {
        return new ProviderJob(ID, MODEL, "models", category);
    }

    private void succeeded(String output) {
        replicate.answers(200,
                json5("{'id':'p1','status':'succeeded','completed_at':'2026-01-05T10:00:00.000Z','output':"
                        + output + "}"));
    }

    private CallbackReading callback(String body) {
        return adapter.callback(new WebhookReceived(ReplicateAdapter.ID, JobId.create(), "e1", Map.of(), json5(body),
                Instant.now()));
    }

    private static String json5(String text) {
        return text.replace('\'', '"');
    }
}
