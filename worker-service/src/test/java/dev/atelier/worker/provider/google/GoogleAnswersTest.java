package dev.atelier.worker.provider.google;

import java.net.URI;
import java.nio.charset.StandardCharsets;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.catalog.AppliedRequest;
import dev.atelier.catalog.Category;
import dev.atelier.credential.Secret;
import dev.atelier.job.FailureKind;
import dev.atelier.job.JobId;
import dev.atelier.job.ProviderJobId;
import dev.atelier.output.OutputType;
import dev.atelier.output.ProducedOutput;
import dev.atelier.output.ProducedOutput.Hosted;
import dev.atelier.output.ProducedOutput.Inline;
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
import static org.assertj.core.api.Assertions.tuple;

/** What Google is sent, and what its answers mean, one by one; how it behaves as a whole is the contract's. */
class GoogleAnswersTest {
    private static final Secret KEY = new Secret("google-key-0123456789");
    private static final JobId JOB = JobId.create();
    private static final URI CALLBACK = URI.create("https://gateway.example.com/callback/7d0f?t=1");
    private static final String OPERATION = "models/veo-3.1-generate-preview/operations/abc123";
    private static final String FILE = "https://generativelanguage.googleapis.com/v1beta/files/xyz:download?alt=media";

    private final ScriptedProvider google = new ScriptedProvider();
    private final GoogleProperties properties = new GoogleProperties(google.url(), Duration.ofSeconds(1),
            Duration.ofSeconds(5), DataSize.ofMegabytes(1), Duration.ofSeconds(11), Duration.ofMinutes(50));
    private final ProviderHttp http = new ProviderHttp(GoogleAdapter.NAME, properties.http(), Clock.systemUTC());
    private final GoogleAdapter adapter = GoogleAdapter.create(properties, http);

    @AfterEach
    void close() {
        google.close();
        http.close();
    }

    @Test
    void content_is_asked_for_with_the_model_in_the_address_and_the_key_in_a_header() {
        google.answers(200, json("{'responseId':'r1','candidates':[{'finishReason':'STOP',"
                + "'content':{'parts':[{'text':'Paving.'}]}}]}"));

        assertThat(content(Category.TEXT)).isEqualTo(new Completed(new ProviderJobId("r1"),
                List.of(new ProducedOutput.Text("Paving."))));

        assertThat(google.requests()).singleElement().satisfies(it -> {
            assertThat(it.line()).isEqualTo("POST /v1beta/models/gemini-x:generateContent HTTP/1.1");
            assertThat(it.header("x-goog-api-key")).contains(KEY.value());
            assertThat(it.text()).isEqualTo("{\"contents\":[]}");
        });
    }

    @Test
    void pictures_stand_anywhere_among_the_parts_and_thoughts_are_none() {
        google.answers(200, json("""
                {'candidates':[{'finishReason':'STOP','content':{'parts':[
                  {'inlineData':{'mimeType':'image/png','data':'dGhvdWdodA=='},'thought':true},
                  {'inlineData':{'mimeType':'image/png','data':'b25l'}}, {'text':'Here it is.'},
                  {'inlineData':{'mimeType':'image/jpeg','data':'dHdv'}}]}}]}"""));

        assertThat(content(Category.TEXT_TO_IMAGE)).isInstanceOfSatisfying(Completed.class, it -> {
            assertThat(it.id()).isEqualTo(new ProviderJobId(JOB.toString()));
            assertThat(it.outputs())
                    .extracting(output -> new String(((Inline) output).bytes(), StandardCharsets.UTF_8),
                            output -> output.type(),
                            output -> ((Inline) output).contentType())
                    .containsExactly(tuple("one", OutputType.IMAGE, "image/png"),
                            tuple("two", OutputType.IMAGE, "image/jpeg"));
        });
    }

    @Test
    void bare_samples_become_a_sound_file() {
        google.answers(200, json("{'candidates':[{'finishReason':'STOP','content':{'parts':[{'inlineData':"
                + "{'mimeType':'audio/L16;codec=pcm;rate=24000','data':'AAABAA=='}}]}}]}"));

        assertThat(content(Category.TEXT_TO_SPEECH)).isInstanceOfSatisfying(Completed.class,
                it -> assertThat(it.outputs()).singleElement().isInstanceOfSatisfying(Inline.class, sound -> {
                    assertThat(sound.contentType()).isEqualTo("audio/wav");
                    assertThat(sound.bytes()).hasSize(48).startsWith('R', 'I', 'F', 'F');
                }));
    }

    @Test
    void a_text_is_joined_and_may_have_been_cut_off() {
        google.answers(200, json("{'candidates':[{'finishReason':'MAX_TOKENS','content':{'parts':["
                + "{'text':'Hm.','thought':true},{'text':'One,'},{'text':' '},{'text':'two'}]}}]}"));

        assertThat(content(Category.TEXT)).isInstanceOfSatisfying(Completed.class,
                it -> assertThat(it.outputs()).containsExactly(new ProducedOutput.Text("One, two")));
    }

    @ParameterizedTest
    @CsvSource({"SAFETY, CONTENT_REJECTED", "IMAGE_SAFETY, CONTENT_REJECTED", "PROHIBITED_CONTENT, CONTENT_REJECTED",
        "IMAGE_PROHIBITED_CONTENT, CONTENT_REJECTED", "RECITATION, CONTENT_REJECTED",
        "IMAGE_RECITATION, CONTENT_REJECTED", "BLOCKLIST, CONTENT_REJECTED", "SPII, CONTENT_REJECTED",
        "NO_IMAGE, PROVIDER_FAILED", "IMAGE_OTHER, PROVIDER_FAILED", "OTHER, PROVIDER_FAILED",
        "STOP, PROVIDER_FAILED", "MAX_TOKENS, PROVIDER_FAILED", "MALFORMED_RESPONSE, MALFORMED_RESPONSE",
        "MALFORMED_FUNCTION_CALL, MALFORMED_RESPONSE", "RETICULATED, MALFORMED_RESPONSE"})
    void a_picture_that_did_not_come_has_a_reason(String reason, FailureKind kind) {
        google.answers(200, json("{'responseId':'r1','candidates':[{'finishReason':'" + reason
                + "','content':{'parts':[{'text':'I would rather not.'}]}}]}"));

        assertThat(content(Category.TEXT_TO_IMAGE)).isInstanceOfSatisfying(Failed.class, it -> {
            assertThat(it.failure().kind()).isEqualTo(kind);
            assertThat(it.id()).isEqualTo(new ProviderJobId("r1"));
            assertThat(it.failure().message().contains("I would rather not."))
                    .isEqualTo(kind == FailureKind.PROVIDER_FAILED);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"SAFETY", "PROHIBITED_CONTENT", "BLOCKLIST", "IMAGE_SAFETY", "OTHER"})
    void a_prompt_that_is_blocked_is_refused_content(String reason) {
        google.answers(200, json("{'promptFeedback':{'blockReason':'" + reason + "'}}"));

        assertThat(content(Category.TEXT)).isInstanceOfSatisfying(Failed.class,
                it -> assertThat(it.failure().kind()).isEqualTo(FailureKind.CONTENT_REJECTED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{}", "{'candidates':[]}", "<html>"})
    void an_answer_without_content_leaves_the_outcome_unknown(String body) {
        google.answers(200, json(body));

        assertThatThrownBy(() -> content(Category.TEXT)).isInstanceOfSatisfying(ProviderException.class,
                e -> assertThat(e.kind()).isEqualTo(FailureKind.OUTCOME_UNKNOWN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"!!!", "", "===="})
    void a_picture_that_is_no_base64_is_none(String data) {
        google.answers(200, json("{'candidates':[{'finishReason':'STOP','content':{'parts':[{'inlineData':"
                + "{'mimeType':'image/png','data':'" + data + "'}}]}}]}"));

        assertThat(content(Category.TEXT_TO_IMAGE)).isInstanceOf(Failed.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "400 | {'status':'INVALID_ARGUMENT','message':'Unknown name'} | INVALID_INPUT",
        "400 | {'status':'INVALID_ARGUMENT','message':'It violates our policies'} | CONTENT_REJECTED",
        "400 | {'status':'INVALID_ARGUMENT','details':[{'reason':'API_KEY_INVALID'}]} | CREDENTIALS_REFUSED",
        "400 | {'status':'INVALID_ARGUMENT','message':'API key not valid. Please pass'} | CREDENTIALS_REFUSED",
        "400 | {'status':'FAILED_PRECONDITION','message':'Please enable billing'} | CREDENTIALS_REFUSED",
        "401 | {'status':'UNAUTHENTICATED'} | CREDENTIALS_REFUSED",
        "403 | {'status':'PERMISSION_DENIED'} | CREDENTIALS_REFUSED",
        "404 | {'status':'NOT_FOUND'} | MODEL_UNAVAILABLE",
        "413 | {} | INVALID_INPUT", "429 | {'status':'RESOURCE_EXHAUSTED'} | RATE_LIMITED", "429 | {} | RATE_LIMITED",
        "500 | {'status':'INTERNAL'} | OUTCOME_UNKNOWN", "503 | {'status':'UNAVAILABLE'} | PROVIDER_UNAVAILABLE",
        "503 | {} | OUTCOME_UNKNOWN", "502 | {} | OUTCOME_UNKNOWN",
        "504 | {'status':'DEADLINE_EXCEEDED'} | OUTCOME_UNKNOWN",
        "408 | {} | OUTCOME_UNKNOWN"})
    void a_submission_that_is_not_accepted_says_why(int status, String error, FailureKind kind) {
        google.answers(status, json("{'error':" + error + "}"));

        assertThatThrownBy(() -> content(Category.TEXT)).isInstanceOfSatisfying(ProviderException.class,
                e -> assertThat(e.kind()).isEqualTo(kind));
        assertThat(google.requests()).hasSize(1);
    }

    @Test
    void a_wait_is_googles_or_else_ours() {
        google.answers(429, json("{'error':{'details':[{'retryDelay':'34s'}]}}"))
                .answers(429, json("{'error':{'details':[{},{'retryDelay':'34.074824224s'}]}}"))
                .answers(429, json("{'error':{'details':[{'retryDelay':'soon'}]}}"))
                .answers(429, "{}", "Retry-After: 4")
                .answers(429, json("{'error':{'details':[{'retryDelay':'3s'},{'violations':[{'quotaId':"
                        + "'GenerateRequestsPerDayPerProjectPerModel'}]}]}}"));

        assertThat(List.of(34L, 35L, 11L, 4L, 3000L)).allSatisfy(seconds -> assertThatThrownBy(
                () -> content(Category.TEXT)).isInstanceOfSatisfying(ProviderException.class,
                        e -> assertThat(e.failure().retryAfter()).contains(Duration.ofSeconds(seconds))));
    }

    @Test
    void an_interaction_in_the_background_is_told_where_to_call() {
        google.answers(200, json("{'id':'v1_abc','status':'in_progress'}"));

        assertThat(submit("interactions", Category.TEXT_TO_VIDEO, "{'model':'m','background':true}", CALLBACK))
                .isEqualTo(new Processing(new ProviderJobId("v1_abc"), null));

        var sent = google.requests().getFirst();
        assertThat(sent.line()).isEqualTo("POST /v1beta/interactions HTTP/1.1");
        assertThat(tree(sent.text())).isEqualTo(tree(json("{'model':'m','background':true,'webhook_config':{'uris':['"
                + CALLBACK + "'],'user_metadata':{'job':'" + JOB + "'}}}")));
    }

    @Test
    void one_that_answers_at_once_calls_nobody() {
        google.answers(200, json("""
                {'id':'v1_abc','status':'completed','steps':[{'type':'thought'},{'type':'model_output','content':[
                  {'type':'text','text':'[Verse]'},{'type':'audio','mime_type':'audio/mpeg','data':'SUQz'}]}]}"""));

        assertThat(submit("interactions", Category.TEXT_TO_MUSIC, "{'model':'m'}", CALLBACK)).isInstanceOfSatisfying(
                Completed.class, it -> assertThat(it.outputs()).singleElement()
                        .isInstanceOfSatisfying(Inline.class,
                                sound -> assertThat(sound.bytes()).containsExactly('I', 'D', '3')));
        assertThat(google.requests().getFirst().text()).isEqualTo("{\"model\":\"m\"}");
    }

    @Test
    void an_interaction_that_was_taken_is_taken_whatever_its_status() {
        google.answers(200, json("{'id':'v1_abc','status':'reticulating'}")).answers(200, json("{'status':'queued'}"));

        assertThat(submit("interactions", Category.TEXT_TO_VIDEO, "{'background':true}", null))
                .isEqualTo(new Processing(new ProviderJobId("v1_abc"), null));
        assertThatThrownBy(() -> submit("interactions", Category.TEXT_TO_VIDEO, "{'background':true}", null))
                .isInstanceOfSatisfying(ProviderException.class,
                        e -> assertThat(e.kind()).isEqualTo(FailureKind.OUTCOME_UNKNOWN));
    }

    @Test
    void a_film_of_an_interaction_is_at_an_address_or_inside() {
        google.answers(200, json("{'id':'v1_abc','status':'completed','created':'2026-11-22T12:00:00Z','steps':["
                + "{'type':'model_output','content':[{'type':'video','mime_type':'video/mp4','uri':'" + FILE
                + "'}]}]}"))
                .answers(200, json("{'id':'v1_abc','status':'completed','steps':[{'type':'model_output','content':["
                        + "{'type':'video','mime_type':'video/mp4','data':'ZmlsbQ=='}]}]}"));

        assertThat(checkInteraction()).isEqualTo(new Completed(new ProviderJobId("v1_abc"),
                List.of(new Hosted(OutputType.VIDEO, URI.create(FILE), "video/mp4",
                        Instant.parse("2026-11-24T12:00:00Z")))));
        assertThat(checkInteraction()).isInstanceOfSatisfying(Completed.class,
                it -> assertThat(it.outputs()).singleElement().isInstanceOf(Inline.class));
        assertThat(google.requests().getFirst().line()).isEqualTo("GET /v1beta/interactions/v1_abc HTTP/1.1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "'failed','errors':[{'code':'INTERNAL','message':'oops'}] | PROVIDER_FAILED",
        "'failed' | PROVIDER_FAILED", "'failed','errors':[{'code':8}] | PROVIDER_FAILED",
        "'failed','errors':[{'code':'invalid_argument','message':'bad size'}] | INVALID_INPUT",
        "'failed','errors':[{'code':'x','message':'The prompt violates our policies'}] | CONTENT_REJECTED",
        "'failed','errors':[{'code':'safety'}] | CONTENT_REJECTED",
        "'failed','errors':[{'code':'NOT_FOUND'}] | MODEL_UNAVAILABLE",
        "'failed','errors':[{'code':'permission_denied'}] | CREDENTIALS_REFUSED",
        "'budget_exceeded' | INSUFFICIENT_CREDIT", "'incomplete' | PROVIDER_FAILED", "'cancelled' | PROVIDER_FAILED",
        "'requires_action' | MALFORMED_RESPONSE", "'requires_continuation' | MALFORMED_RESPONSE",
        "'completed' | OUTPUT_UNAVAILABLE",
        "'completed','steps':[{'type':'model_output','content':[{'type':'text','text':'No.'}]}] | PROVIDER_FAILED"})
    void an_interaction_that_made_nothing_says_why(String status, FailureKind kind) {
        google.answers(200, json("{'id':'v1_abc','status':" + status + "}"));

        assertThat(checkInteraction()).isInstanceOfSatisfying(Failed.class,
                it -> assertThat(it.failure().kind()).isEqualTo(kind));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'id':'v1_abc','status':'reticulating'}", "{'id':'v1_abc'}",
        "{'id':'v1_other','status':'queued'}", "[]", "{"})
    void an_interaction_that_cannot_be_read_is_malformed(String body) {
        google.answers(200, json(body));

        assertThatThrownBy(this::checkInteraction).isInstanceOfSatisfying(ProviderException.class,
                e -> assertThat(e.kind()).isEqualTo(FailureKind.MALFORMED_RESPONSE));
    }

    @Test
    void only_an_interaction_that_says_so_was_cancelled() {
        google.answers(200, json("{'id':'v1_abc','status':'cancelled'}"))
                .answers(200, json("{'id':'v1_abc','status':'completed'}"))
                .answers(404, "{}");
        var job = new ProviderJob(new ProviderJobId("v1_abc"), "m", "interactions", Category.TEXT_TO_VIDEO);

        assertThat(adapter.cancel(job, KEY)).isTrue();
        assertThat(adapter.cancel(job, KEY)).isFalse();
        assertThat(adapter.cancel(job, KEY)).isFalse();
        assertThat(google.requests().getFirst().line()).isEqualTo("POST /v1beta/interactions/v1_abc/cancel HTTP/1.1");
        assertThat(adapter.cancel(new ProviderJob(new ProviderJobId(OPERATION), "m", "predict-long-running",
                Category.TEXT_TO_VIDEO), KEY)).isFalse();
    }

    @Test
    void an_operation_is_asked_for_by_its_name() {
        google.answers(200, json("{'name':'" + OPERATION + "'}"))
                .answers(200, json("{'name':'" + OPERATION + "'}"))
                .answers(200, json("{'name':'" + OPERATION + "','done':true,'response':{'generateVideoResponse':"
                        + "{'generatedSamples':[{'video':{'uri':'" + FILE + "'}}]}}}"));

        assertThat(submit("predict-long-running", Category.TEXT_TO_VIDEO, "{'instances':[]}", CALLBACK))
                .isEqualTo(new Processing(new ProviderJobId(OPERATION), null));
        assertThat(checkOperation()).isEqualTo(new Processing(new ProviderJobId(OPERATION), null));
        assertThat(checkOperation()).isEqualTo(new Completed(new ProviderJobId(OPERATION),
                List.of(new Hosted(OutputType.VIDEO, URI.create(FILE), null, null))));

        assertThat(google.requests()).extracting(ScriptedProvider.Request::line)
                .startsWith("POST /v1beta/models/gemini-x:predictLongRunning HTTP/1.1",
                        "GET /v1beta/" + OPERATION + " HTTP/1.1");
        assertThat(tree(google.requests().getFirst().text())).isEqualTo(tree(json("{'instances':[],'webhookConfig':"
                + "{'uris':['" + CALLBACK + "'],'userMetadata':{'job':'" + JOB + "'}}}")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../other", "operations/../x", "models/../operations/x", "", "operations/a?b",
        "models/m/operations/a/b"})
    void an_operation_whose_name_leads_elsewhere_is_not_taken(String name) {
        google.answers(200, json("{'name':'" + name + "'}"));

        assertThatThrownBy(() -> submit("predict-long-running", Category.TEXT_TO_VIDEO, "{}", null))
                .isInstanceOfSatisfying(ProviderException.class,
                        e -> assertThat(e.kind()).isEqualTo(FailureKind.OUTCOME_UNKNOWN));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "'error':{'code':3,'message':'bad image'} | INVALID_INPUT",
        "'error':{'code':3,'message':'violates the usage policy'} | CONTENT_REJECTED",
        "'error':{'code':8} | PROVIDER_FAILED", "'error':{'code':13,'message':'internal'} | PROVIDER_FAILED",
        "'error':{'code':14} | PROVIDER_FAILED", "'error':{'code':5} | MODEL_UNAVAILABLE",
        "'response':{'generateVideoResponse':{'raiMediaFilteredCount':1}} | CONTENT_REJECTED",
        "'response':{'generateVideoResponse':{'raiMediaFilteredReasons':['A face.']}} | CONTENT_REJECTED",
        "'response':{'generateVideoResponse':{}} | OUTPUT_UNAVAILABLE"})
    void an_operation_that_made_nothing_says_why(String end, FailureKind kind) {
        google.answers(200, json("{'name':'" + OPERATION + "','done':true," + end + "}"));

        assertThat(checkOperation()).isInstanceOfSatisfying(Failed.class,
                it -> assertThat(it.failure().kind()).isEqualTo(kind));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'done':'maybe'}", "{'done':true}", "{'done':true,'response':{}}",
        "{'name':'operations/other'}", "[]"})
    void an_operation_that_cannot_be_read_is_malformed(String body) {
        google.answers(200, json(body));

        assertThatThrownBy(this::checkOperation).isInstanceOfSatisfying(ProviderException.class,
                e -> assertThat(e.kind()).isEqualTo(FailureKind.MALFORMED_RESPONSE));
    }

    @ParameterizedTest
    @CsvSource({"400, PROVIDER_UNAVAILABLE", "401, CREDENTIALS_REFUSED", "403, CREDENTIALS_REFUSED",
        "404, PROVIDER_UNAVAILABLE", "429, RATE_LIMITED", "500, PROVIDER_UNAVAILABLE", "503, PROVIDER_UNAVAILABLE"})
    void a_question_that_fails_says_nothing_about_the_job(int status, FailureKind kind) {
        google.answers(status, json("{'error':{'status':'WHATEVER'}}"));

        assertThatThrownBy(this::checkOperation).isInstanceOfSatisfying(ProviderException.class,
                e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'type':'interaction.completed','data':{'id':'v1_abc'}}",
        "{'type':'video.generated','data':{'name':'v1_abc'}}", "{'type':'x','data':{'operation':{'name':'v1_abc'}}}",
        "{'data':{'operation':'v1_abc'}}", "{'data':{'operation_name':'v1_abc'}}"})
    void an_event_that_names_a_job_is_a_reason_to_look(String body) {
        assertThat(adapter.callback(new WebhookReceived(GoogleAdapter.ID, JOB, "e1", Map.of(), json(body),
                Instant.now()))).isEqualTo(new CallbackReading.Trigger(new ProviderJobId("v1_abc")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://generativelanguage.googleapis.com/v1beta/files/x:download",
        "https://storage.googleapis.com/b/x.mp4", "https://STORAGE.GoogleAPIs.com/b/x.mp4"})
    void the_key_goes_along_to_google(String file) {
        assertThat(adapter.fileKey(URI.create(file), KEY)).contains(new ProviderHttp.KeyHeader("x-goog-api-key", KEY));
        assertThat(adapter.fileKey(google.url().resolve("/v1beta/files/x"), KEY)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://googleapis.com.example.com/x", "https://evilgoogleapis.com/x",
        "http://storage.googleapis.com/x", "https://example.com/googleapis.com", "http://127.0.0.1:1/x",
        "https://key@storage.googleapis.com/x", "file:///etc/passwd"})
    void and_to_nobody_else(String file) {
        assertThat(adapter.fileKey(URI.create(file), KEY)).isEmpty();
    }

    private ProviderUpdate content(Category category) {
        return submit("generate-content", category, "{'contents':[]}", null);
    }

    private ProviderUpdate submit(String operation, Category category, String body, @Nullable URI callback) {
        return adapter.generate(new ProviderCall(JOB, category, new AppliedRequest("gemini-x", operation, List.of()),
                (ObjectNode) tree(json(body)), KEY, callback));
    }

    private ProviderUpdate checkInteraction() {
        return adapter.check(new ProviderJob(new ProviderJobId("v1_abc"), "gemini-x", "interactions",
                Category.TEXT_TO_VIDEO), KEY);
    }

    private ProviderUpdate checkOperation() {
        return adapter.check(new ProviderJob(new ProviderJobId(OPERATION), "gemini-x", "predict-long-running",
                Category.TEXT_TO_VIDEO), KEY);
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private static JsonNode tree(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
