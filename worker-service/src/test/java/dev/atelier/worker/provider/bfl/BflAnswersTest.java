package dev.atelier.worker.provider.bfl;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
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

/** What Black Forest Labs is sent, and what its answers mean, one by one; the rest is {@link BflAdapterTest}'s. */
class BflAnswersTest {
    private static final Secret KEY = new Secret("bfl-key-0123456789");
    private static final ProviderJobId ID = new ProviderJobId("f1a0-1");
    private static final ProviderJob JOB = new ProviderJob(ID, "flux-2-pro", "generate", Category.TEXT_TO_IMAGE);
    private static final URI CALLBACK = URI.create("https://gateway.example.com/callback/7d0f?t=1");

    private final ScriptedProvider bfl = new ScriptedProvider();
    private final BflProperties properties = new BflProperties(bfl.url(), Duration.ofSeconds(1), Duration.ofSeconds(5),
            DataSize.ofMegabytes(1), Duration.ofSeconds(11));
    private final ProviderHttp http = new ProviderHttp(BflAdapter.NAME, properties.http(), Clock.systemUTC());
    private final BflAdapter adapter = BflAdapter.create(properties, http);

    @AfterEach
    void close() {
        bfl.close();
        http.close();
    }

    @Test
    void a_submission_goes_to_its_models_endpoint_and_tells_no_secret() {
        bfl.answers(200, json5("{'id':'f1a0-1','status':'Pending','webhook_url':'https://x.example.com/','cost':3.0}"));

        assertThat(submit(CALLBACK)).isEqualTo(new Processing(ID, null));

        assertThat(bfl.requests()).singleElement().satisfies(it -> {
            assertThat(it.line()).isEqualTo("POST /v1/flux-2-pro HTTP/1.1");
            assertThat(it.header("x-key")).contains("bfl-key-0123456789");
            assertThat(it.header("authorization")).isEmpty();
            assertThat(json(it.text())).isEqualTo(json("""
                    {"prompt": "Käse \\"& Brot\\"", "width": 1360, "height": 768,
                     "webhook_url": "https://gateway.example.com/callback/7d0f?t=1"}"""));
        });
    }

    @ParameterizedTest
    @CsvSource({"https://api.us1.bfl.ai/v1/get_result?id=f1a0-1, f1a0-1@api.us1.bfl.ai",
        "https://api.eu.bfl.ai/v1/get_result?id=f1a0-1, f1a0-1@api.eu.bfl.ai",
        "http://api.us1.bfl.ai/v1/get_result?id=f1a0-1, f1a0-1",
        "https://api.us1.bfl.ai:8443/v1/get_result?id=f1a0-1, f1a0-1",
        "https://me@api.us1.bfl.ai/v1/get_result?id=f1a0-1, f1a0-1",
        "https://api.us1.bfl.ai/v1/another?id=f1a0-1, f1a0-1", "https://bfl.ai.example.com/v1/get_result?id=1, f1a0-1",
        "https://api.notbfl.ai/v1/get_result?id=f1a0-1, f1a0-1", "https://bfl.ai/v1/get_result?id=f1a0-1, f1a0-1",
        "not an address, f1a0-1", "'', f1a0-1"})
    void only_a_sibling_of_its_own_is_asked_instead(String pollingUrl, String id) {
        bfl.answers(200, json5("{'id':'f1a0-1','polling_url':'" + pollingUrl + "','cost':3.0}"));

        assertThat(submit(null).id()).isEqualTo(new ProviderJobId(id));
    }

    @Test
    void the_configured_address_is_no_sibling() {
        bfl.answers(200, json5("{'id':'f1a0-1','polling_url':'" + bfl.url() + "/v1/get_result?id=f1a0-1'}"));

        assertThat(submit(null).id()).isEqualTo(ID);
    }

    @Test
    void a_job_that_is_called_back_about_keeps_the_id_that_the_callback_will_name() {
        bfl.answers(200, json5("{'id':'f1a0-1','polling_url':'https://api.us1.bfl.ai/v1/get_result?id=f1a0-1'}"));

        assertThat(submit(CALLBACK).id()).isEqualTo(ID);
    }

    @Test
    void a_sibling_is_asked_about_the_id_that_it_knows() {
        var base = URI.create("https://api.bfl.ai");

        assertThat(BflJob.of(new ProviderJobId("f1a0-1@api.us1.bfl.ai")).result(base))
                .isEqualTo(URI.create("https://api.us1.bfl.ai/v1/get_result?id=f1a0-1"));
        assertThat(BflJob.of(new ProviderJobId("f1a0-1@bfl.ai.example.com")).result(base))
                .isEqualTo(URI.create("https://api.bfl.ai/v1/get_result?id=f1a0-1%40bfl.ai.example.com"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        // HTTP | body | kind
        "400 | {'detail':'bad'} | INVALID_INPUT",
        "422 | {'detail':[{'loc':['body','width'],'msg':'Input should be a multiple of 16','type':'multiple_of'}]}"
                + " | INVALID_INPUT",
        "401 | {'detail':'no'} | CREDENTIALS_REFUSED", "403 | {'detail':'Not authenticated'} | CREDENTIALS_REFUSED",
        "402 | {'detail':'Insufficient credits'} | INSUFFICIENT_CREDIT",
        "404 | {'detail':'Not Found'} | MODEL_UNAVAILABLE", "429 | ~~ | RATE_LIMITED",
        "500 | {'detail':'Internal Server Error'} | OUTCOME_UNKNOWN",
        "502 | <html>Bad gateway</html> | OUTCOME_UNKNOWN", "503 | ~~ | OUTCOME_UNKNOWN",
        "500 | {'id':'f1a0-1'} | OUTCOME_UNKNOWN", "200 | {'id':'f1 | OUTCOME_UNKNOWN", "200 | {} | OUTCOME_UNKNOWN",
        "200 | {'id':' '} | OUTCOME_UNKNOWN", "200 | [] | OUTCOME_UNKNOWN", "200 | ~~ | OUTCOME_UNKNOWN"})
    void a_submission_that_is_not_accepted_says_why(int status, String body, FailureKind kind) {
        bfl.answers(status, json5(body));

        assertThatThrownBy(() -> submit(CALLBACK)).isInstanceOfSatisfying(ProviderException.class,
                e -> assertThat(e.kind()).isEqualTo(kind));
        assertThat(bfl.requests()).hasSize(1);
    }

    @Test
    void a_refused_field_is_named() {
        bfl.answers(422, json5("{'detail':[{'loc':['body','width'],'msg':'Input should be a multiple of 16'},"
                + "{'loc':['body','input_image',0],'msg':'Invalid'}]}"));

        assertThatThrownBy(() -> submit(null)).hasMessageEndingWith(
                "refused the input (\"width: Input should be a multiple of 16; input_image: Invalid\").");
    }

    @Test
    void a_wait_is_the_providers_or_else_ours() {
        bfl.answers(429, "", "Retry-After: 4").answers(429, "");

        assertThat(List.of(4L, 11L)).allSatisfy(seconds -> assertThatThrownBy(() -> submit(CALLBACK))
                .isInstanceOfSatisfying(ProviderException.class,
                        e -> assertThat(e.failure().retryAfter()).contains(Duration.ofSeconds(seconds))));
    }

    @ParameterizedTest
    @CsvSource({"0.4, 40", "0, 0", "null,", "7,", "'\"x\"',"})
    void what_it_works_on_is_processing(String said, Integer progress) {
        bfl.answers(200, json5("{'id':'f1a0-1','status':'Pending','result':null,'progress':" + said + "}"));

        assertThat(check()).isEqualTo(new Processing(ID, progress));
        assertThat(bfl.requests()).singleElement().satisfies(it -> {
            assertThat(it.line()).isEqualTo("GET /v1/get_result?id=f1a0-1 HTTP/1.1");
            assertThat(it.header("x-key")).contains("bfl-key-0123456789");
        });
    }

    @Test
    void a_success_is_a_picture_that_is_there_for_ten_minutes() {
        bfl.answers(200, json5("""
                {'id':'f1a0-1','status':'Ready','progress':1.0,'result':{'prompt':'x','seed':42,'end_time':1769000006.3,
                 'sample':'https://delivery-eu1.bfl.ai/results/ab/sample.png?se=1'}}"""));

        assertThat(check()).isEqualTo(new Completed(ID, List.of(new Hosted(OutputType.IMAGE,
                URI.create("https://delivery-eu1.bfl.ai/results/ab/sample.png?se=1"), "image/png",
                Instant.ofEpochMilli(1769000006300L).plus(Duration.ofMinutes(10))))));
    }

    @Test
    void a_success_without_a_time_does_not_say_until_when() {
        bfl.answers(200, json5("{'id':'f1a0-1','status':'Ready','result':{'sample':'https://d.bfl.ai/sample'}}"));

        assertThat(check()).isInstanceOfSatisfying(Completed.class, it -> assertThat(it.outputs()).containsExactly(
                new Hosted(OutputType.IMAGE, URI.create("https://d.bfl.ai/sample"), null, null)));
    }

    @Test
    void no_key_goes_to_where_the_pictures_are() {
        assertThat(adapter.fileKey(URI.create("https://delivery-eu1.bfl.ai/results/ab/sample.png"), KEY)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "{'sample':null}", "{'sample':''}", "[]"})
    void a_success_without_a_picture_is_no_success(String result) {
        bfl.answers(200, json5("{'id':'f1a0-1','status':'Ready','result':" + result + "}"));

        assertThat(check()).isInstanceOfSatisfying(Failed.class,
                it -> assertThat(it.failure().kind()).isEqualTo(FailureKind.OUTPUT_UNAVAILABLE));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "Request Moderated | null | CONTENT_REJECTED | Black Forest Labs' moderation refused the input.",
        "Content Moderated | {'Moderation Reasons':['Nudity','Gore']} | CONTENT_REJECTED"
                + " | Black Forest Labs' moderation refused the result (\"Nudity, Gore\").",
        "Error | null | PROVIDER_FAILED | Black Forest Labs failed to make it.",
        "Error | {'error':'no GPU'} | PROVIDER_FAILED | Black Forest Labs failed to make it (\"no GPU\").",
        "Failed | 'late' | PROVIDER_FAILED | Black Forest Labs failed to make it (\"late\")."})
    void a_failed_job_says_why(String status, String details, FailureKind kind, String message) {
        bfl.answers(200,
                json5("{'id':'f1a0-1','status':'" + status + "','result':null,'details':" + details + "}"));

        assertThat(check()).isInstanceOfSatisfying(Failed.class, it -> {
            assertThat(it.failure().kind()).isEqualTo(kind);
            assertThat(it.failure().message()).isEqualTo(message);
            assertThat(it.id()).isEqualTo(ID);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 404})
    void a_job_that_is_not_found_may_be_found_later(int status) {
        bfl.answers(status, json5("{'id':'f1a0-1','status':'Task not found','result':null}"));

        assertThatThrownBy(this::check).isInstanceOfSatisfying(ProviderException.class, e -> {
            assertThat(e.kind()).isEqualTo(FailureKind.PROVIDER_UNAVAILABLE);
            assertThat(e.failure().retryAfter()).contains(Duration.ofSeconds(5));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'id':'f1a0-1','status':'Reticulating'}", "{'id':'f1a0-1'}", "{}", "[]", "{'id", "",
        "{'id':'f1a0-2','status':'Pending'}", "{'id':'f1a0-1','status':'Ready','result':{'sample':'sample.png'}}"})
    void a_result_that_cannot_be_read_is_malformed(String body) {
        bfl.answers(200, json5(body));

        assertThatThrownBy(this::check).isInstanceOfSatisfying(ProviderException.class,
                e -> assertThat(e.kind()).isEqualTo(FailureKind.MALFORMED_RESPONSE));
    }

    @ParameterizedTest
    @CsvSource({"401, CREDENTIALS_REFUSED", "403, CREDENTIALS_REFUSED", "404, PROVIDER_UNAVAILABLE",
        "429, RATE_LIMITED",
        "500, PROVIDER_UNAVAILABLE", "502, PROVIDER_UNAVAILABLE"})
    void a_question_that_fails_says_why(int status, FailureKind kind) {
        bfl.answers(status, "{\"detail\":\"no\"}");

        assertThatThrownBy(this::check).isInstanceOfSatisfying(ProviderException.class,
                e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'id':'f1a0-1','status':'Ready','result':{'sample':'https://x.example.com/a.png'}}",
        "{'task_id':'f1a0-1','status':'Error','error':'no'}", "{'id':'f1a0-1'}"})
    void a_callback_is_a_reason_to_look(String body) {
        assertThat(callback(json5(body))).isEqualTo(new CallbackReading.Trigger(ID));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'status':'Ready'}", "{'id':{}}", "{'id':'a b'}", "{'id':'f1a0-1@api.us1.bfl.ai'}"})
    void a_callback_without_a_job_is_irrelevant(String body) {
        assertThat(callback(json5(body))).isInstanceOf(CallbackReading.Irrelevant.class);
    }

    private ProviderUpdate submit(@Nullable URI callback) {
        var prompt = StringNode.valueOf("Käse \"& Brot\"");
        var request = new AppliedRequest("flux-2-pro", "generate", List.of(
                new AppliedField("prompt", AppliedField.How.APPLIED, prompt, Map.of("prompt", prompt)),
                new AppliedField("aspectRatio", AppliedField.How.CONVERTED, StringNode.valueOf("16:9"),
                        Map.of("width", IntNode.valueOf(1360), "height", IntNode.valueOf(768)))));
        var body = request.body(SentFiles.Resolver.REFERENCES);
        if (callback != null) {
            body.put("webhook_url", callback.toString());
        }
        return adapter.generate(new ProviderCall(JobId.create(), Category.TEXT_TO_IMAGE, request, body, KEY, callback));
    }

    private ProviderUpdate check() {
        return adapter.check(JOB, KEY);
    }

    private CallbackReading callback(String body) {
        return adapter.callback(
                new WebhookReceived(BflAdapter.ID, JobId.create(), "e1", Map.of(), body, Instant.now()));
    }

    private static String json5(String text) {
        return text.replace('\'', '"');
    }

    private static Object json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
