package dev.atelier.worker.provider.openai;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.BinaryNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.catalog.AppliedRequest;
import dev.atelier.catalog.Category;
import dev.atelier.credential.Secret;
import dev.atelier.job.FailureKind;
import dev.atelier.job.JobId;
import dev.atelier.job.ProviderJobId;
import dev.atelier.output.OutputType;
import dev.atelier.output.ProducedOutput;
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

/** What OpenAI is sent, and what its answers mean, one by one; how it behaves as a whole is the contract's. */
class OpenAiAnswersTest {
    private static final Secret KEY = new Secret("sk-openai-key-0123456789");
    private static final JobId ID = JobId.create();
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0};
    private static final ProviderJobId RESPONSE = new ProviderJobId("resp_1");

    private final ScriptedProvider openAi = new ScriptedProvider();
    private final OpenAiProperties properties = new OpenAiProperties(openAi.url(), Duration.ofSeconds(1),
            Duration.ofSeconds(5), Duration.ofSeconds(5), DataSize.ofMegabytes(1), Duration.ofSeconds(11));
    private final ProviderHttp http = new ProviderHttp(OpenAiAdapter.NAME, properties.whileMaking(),
            Clock.systemUTC());
    private final OpenAiAdapter adapter = OpenAiAdapter.create(properties, http, http);

    @AfterEach
    void close() {
        openAi.close();
        http.close();
    }

    @Test
    void pictures_stand_in_the_answer_under_the_requests_id() {
        openAi.answers(200, "{\"created\":1,\"data\":[{\"b64_json\":\"" + base64(PNG) + "\"},{\"b64_json\":\""
                + base64(new byte[]{(byte) 0xff, (byte) 0xd8, (byte) 0xff}) + "\"}],\"output_format\":\"webp\"}",
                "x-request-id: req_7");

        assertThat(submit("images", "{'model':'gpt-image-2','prompt':'Käse','n':2}"))
                .isInstanceOfSatisfying(Completed.class, it -> {
                    assertThat(it.id()).isEqualTo(new ProviderJobId("req_7"));
                    assertThat(it.outputs()).extracting(ProducedOutput::type)
                            .containsExactly(OutputType.IMAGE, OutputType.IMAGE);
                    assertThat(it.outputs()).extracting(file -> ((Inline) file).contentType())
                            .containsExactly("image/png", "image/jpeg");
                    assertThat(((Inline) it.outputs().getFirst()).bytes()).isEqualTo(PNG);
                });

        assertThat(openAi.requests()).singleElement().satisfies(it -> {
            assertThat(it.line()).isEqualTo("POST /v1/images/generations HTTP/1.1");
            assertThat(it.header("authorization")).contains("Bearer sk-openai-key-0123456789");
            assertThat(it.text()).isEqualTo("{\"model\":\"gpt-image-2\",\"prompt\":\"Käse\",\"n\":2}");
        });
    }

    @Test
    void pictures_that_go_in_are_parts_of_one_name() {
        openAi.answers(200, "{\"data\":[{\"b64_json\":\"" + base64(PNG) + "\"}]}");
        var body = object("{'model':'gpt-image-2','prompt':'Käse','n':1}");
        body.putArray("image[]").add(BinaryNode.valueOf(PNG)).add(BinaryNode.valueOf(PNG));

        assertThat(submit("edits", body)).isInstanceOfSatisfying(Completed.class,
                it -> assertThat(it.id()).isEqualTo(new ProviderJobId(ID.toString())));

        assertThat(openAi.requests()).singleElement().satisfies(it -> {
            assertThat(it.line()).isEqualTo("POST /v1/images/edits HTTP/1.1");
            assertThat(it.header("content-type").orElseThrow()).startsWith("multipart/form-data; boundary=");
            assertThat(it.text().split("name=\"image\\[]\"; filename=\"file.png\"", -1)).hasSize(3);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'data':[]}", "{'data':[{}]}", "{'data':[{'url':'https://x.example.com'}]}"})
    void a_success_without_a_picture_is_no_success(String body) {
        openAi.answers(200, json5(body));

        assertThat(submit("images", "{}")).isInstanceOfSatisfying(Failed.class,
                it -> assertThat(it.failure().kind()).isEqualTo(FailureKind.OUTPUT_UNAVAILABLE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{'data':null}", "{'data':[{'b64_json':'?'}]}", "{'data':[{'b64"})
    void an_answer_that_cannot_be_read_may_be_paid_for(String body) {
        openAi.answers(200, json5(body));

        assertThatThrownBy(() -> submit("images", "{}")).isInstanceOfSatisfying(ProviderException.class,
                e -> assertThat(e.kind()).isEqualTo(FailureKind.OUTCOME_UNKNOWN));
    }

    @Test
    void speech_is_the_answer_itself() {
        openAi.answers(200, "ID3 sounds", "x-request-id: req_8")
                .answers(200, "samples without a header", "Content-Type: audio/pcm")
                .answers(200, "")
                .answers(200, "{\"error\":null}");

        assertThat(speech()).isInstanceOfSatisfying(Completed.class, it -> {
            assertThat(it.id()).isEqualTo(new ProviderJobId("req_8"));
            assertThat((Inline) it.outputs().getFirst())
                    .satisfies(file -> assertThat(file.contentType()).isEqualTo("audio/mpeg"));
        });
        assertThat(openAi.requests().getFirst().line()).isEqualTo("POST /v1/audio/speech HTTP/1.1");
        assertThat(openAi.requests().getFirst().header("accept")).contains("*/*");
        assertThat(speech()).isInstanceOf(Completed.class);
        assertThat(speech()).isInstanceOfSatisfying(Failed.class,
                it -> assertThat(it.failure().kind()).isEqualTo(FailureKind.OUTPUT_UNAVAILABLE));
        assertThatThrownBy(this::speech).isInstanceOfSatisfying(ProviderException.class,
                e -> assertThat(e.kind()).isEqualTo(FailureKind.OUTCOME_UNKNOWN));
    }

    @Test
    void a_response_is_begun_once_and_named() {
        openAi.answers(200, "{\"id\":\"resp_1\",\"status\":\"queued\",\"error\":null}")
                .answers(200, "{\"id\":\"resp_1\",\"status\":\"reticulating\"}")
                .answers(200, "{\"status\":\"queued\"}");

        assertThat(submit("responses", "{'model':'gpt-5.4','input':'Hi','background':true}"))
                .isEqualTo(new Processing(RESPONSE, null));
        assertThat(submit("responses", "{}")).isEqualTo(new Processing(RESPONSE, null));
        assertThatThrownBy(() -> submit("responses", "{}")).isInstanceOfSatisfying(ProviderException.class,
                e -> assertThat(e.kind()).isEqualTo(FailureKind.OUTCOME_UNKNOWN));
        assertThat(openAi.requests().getFirst().line()).isEqualTo("POST /v1/responses HTTP/1.1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        // HTTP | body | kind
        "400 | {'error':{'message':'bad size','type':'invalid_request_error','param':'size'}} | INVALID_INPUT",
        "400 | {'error':{'code':'moderation_blocked','type':'image_generation_user_error'}} | CONTENT_REJECTED",
        "400 | {'error':{'code':'content_policy_violation'}} | CONTENT_REJECTED",
        "400 | {'error':{'type':'image_generation_user_error','code':null}} | CONTENT_REJECTED",
        "400 | {'error':{'code':'billing_hard_limit_reached'}} | INSUFFICIENT_CREDIT",
        "400 | {'error':{'code':'model_not_found'}} | MODEL_UNAVAILABLE",
        "401 | {'error':{'code':'invalid_api_key'}} | CREDENTIALS_REFUSED", "401 | '' | CREDENTIALS_REFUSED",
        "403 | {'error':{'message':'country not supported'}} | CREDENTIALS_REFUSED",
        "403 | {'error':{'code':'model_not_found'}} | MODEL_UNAVAILABLE",
        "404 | {'error':{'code':'model_not_found'}} | MODEL_UNAVAILABLE", "404 | '' | MODEL_UNAVAILABLE",
        "408 | {'error':{'message':'timeout'}} | PROVIDER_UNAVAILABLE", "408 | '' | OUTCOME_UNKNOWN",
        "409 | {'error':{'message':'conflict'}} | PROVIDER_UNAVAILABLE",
        "413 | {'error':{'message':'too large'}} | INVALID_INPUT",
        "429 | {'error':{'code':'rate_limit_exceeded'}} | RATE_LIMITED", "429 | '' | RATE_LIMITED",
        "429 | {'error':{'code':'insufficient_quota','type':'insufficient_quota'}} | INSUFFICIENT_CREDIT",
        "429 | {'error':{'code':'credit_balance_exhausted'}} | INSUFFICIENT_CREDIT",
        "500 | {'error':{'type':'server_error'}} | OUTCOME_UNKNOWN", "502 | <html> | OUTCOME_UNKNOWN",
        "503 | {'error':{'type':'server_error'}} | OUTCOME_UNKNOWN",
        "503 | {'error':{'code':'slow_down'}} | RATE_LIMITED",
        "504 | '' | OUTCOME_UNKNOWN"})
    void a_submission_that_is_not_accepted_says_why(int status, String body, FailureKind kind) {
        for (var operation : List.of("images", "speech", "responses")) {
            openAi.answers(status, json5(body));

            assertThatThrownBy(() -> submit(operation, "{}")).isInstanceOfSatisfying(ProviderException.class, e -> {
                assertThat(e.kind()).isEqualTo(kind);
                assertThat(e.failure().message()).contains("OpenAI");
            });
        }
        assertThat(openAi.requests()).hasSize(3);
    }

    @Test
    void a_wait_is_openais_or_else_ours() {
        openAi.answers(429, "{}", "Retry-After: 4")
                .answers(429, "{}", "Retry-After: 4", "retry-after-ms: 3500")
                .answers(429, "{}")
                .answers(400, "{}", "Retry-After: 4");

        assertThat(List.of(4000L, 3500L, 11_000L)).allSatisfy(millis -> assertThatThrownBy(() -> submit("images", "{}"))
                .isInstanceOfSatisfying(ProviderException.class,
                        e -> assertThat(e.failure().retryAfter()).contains(Duration.ofMillis(millis))));
        assertThatThrownBy(() -> submit("images", "{}")).isInstanceOfSatisfying(ProviderException.class,
                e -> assertThat(e.failure().retryAfter()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"queued", "in_progress"})
    void what_it_works_on_is_processing(String status) {
        response("'status':'" + status + "'");

        assertThat(check()).isEqualTo(new Processing(RESPONSE, null));
        assertThat(openAi.requests().getFirst().line()).isEqualTo("GET /v1/responses/resp_1 HTTP/1.1");
    }

    @Test
    void the_texts_of_all_messages_are_one_text() {
        response("""
                'status':'completed','output':[{'type':'reasoning','summary':[]},
                 {'type':'message','content':[{'type':'output_text','text':'Paving, '},{'type':'other','text':'no'}]},
                 {'type':'message','content':[{'type':'output_text','text':'insulation.'}]}]""");

        assertThat(check()).isEqualTo(
                new Completed(RESPONSE, List.of(new ProducedOutput.Text("Paving, insulation."))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "'status':'completed','output':[] | OUTPUT_UNAVAILABLE",
        "'status':'completed','output':[{'type':'message','content':[{'type':'refusal','refusal':'no'}]}] | CONTENT_REJECTED",
        "'status':'incomplete','incomplete_details':{'reason':'content_filter'} | CONTENT_REJECTED",
        "'status':'incomplete','incomplete_details':{'reason':'max_output_tokens'} | OUTPUT_UNAVAILABLE",
        "'status':'incomplete','incomplete_details':{'reason':'steered'} | PROVIDER_FAILED",
        "'status':'failed','error':{'code':'server_error','message':'oops'} | PROVIDER_FAILED",
        "'status':'failed','error':null | PROVIDER_FAILED",
        "'status':'failed','error':{'code':'rate_limit_exceeded'} | PROVIDER_FAILED",
        "'status':'failed','error':{'code':'invalid_prompt','message':'unclear'} | INVALID_INPUT",
        "'status':'failed','error':{'code':'invalid_prompt','message':'flagged for our usage policy'} | CONTENT_REJECTED",
        "'status':'failed','error':{'code':'bio_policy'} | CONTENT_REJECTED",
        "'status':'failed','error':{'code':'image_content_policy_violation'} | CONTENT_REJECTED",
        "'status':'failed','error':{'code':'invalid_image_format'} | INVALID_INPUT",
        "'status':'failed','error':{'code':'failed_to_download_image'} | INVALID_INPUT",
        "'status':'cancelled' | PROVIDER_FAILED"})
    void a_response_that_came_to_nothing_says_why(String response, FailureKind kind) {
        response(response);

        assertThat(check()).isInstanceOfSatisfying(Failed.class, it -> {
            assertThat(it.failure().kind()).isEqualTo(kind);
            assertThat(it.id()).isEqualTo(RESPONSE);
        });
    }

    @Test
    void a_text_that_the_callers_limit_cut_off_is_delivered() {
        response("""
                'status':'incomplete','incomplete_details':{'reason':'max_output_tokens'},
                'output':[{'type':'message','content':[{'type':'output_text','text':'Pav'}]}]""");

        assertThat(check()).isEqualTo(new Completed(RESPONSE, List.of(new ProducedOutput.Text("Pav"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'id':'resp_1','status':'reticulating'}", "{'id':'resp_1'}",
        "{'id':'resp_2','status':'queued'}", "[]", ""})
    void a_response_that_cannot_be_read_is_malformed(String body) {
        openAi.answers(200, json5(body));

        assertThatThrownBy(this::check).isInstanceOfSatisfying(ProviderException.class,
                e -> assertThat(e.kind()).isEqualTo(FailureKind.MALFORMED_RESPONSE));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {"404 | {'error':{}} | PROVIDER_UNAVAILABLE",
        "401 | {'error':{}} | CREDENTIALS_REFUSED", "429 | {'error':{}} | RATE_LIMITED",
        "429 | {'error':{'code':'insufficient_quota'}} | INSUFFICIENT_CREDIT",
        "500 | {'error':{}} | PROVIDER_UNAVAILABLE", "502 | <html> | PROVIDER_UNAVAILABLE"})
    void a_question_that_fails_says_nothing_about_the_job(int status, String body, FailureKind kind) {
        openAi.answers(status, json5(body)).answers(status == 404 ? 500 : status, json5(body));

        assertThatThrownBy(this::check).isInstanceOfSatisfying(ProviderException.class,
                e -> assertThat(e.kind()).isEqualTo(kind));
        assertThatThrownBy(() -> adapter.cancel(job("responses"), KEY)).isInstanceOfSatisfying(ProviderException.class,
                e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @Test
    void a_response_is_stopped_when_openai_says_so() {
        openAi.answers(200, "{\"id\":\"resp_1\",\"status\":\"cancelled\"}")
                .answers(200, "{\"id\":\"resp_1\",\"status\":\"completed\"}")
                .answers(400, "{\"error\":{\"message\":\"Cannot cancel a synchronous response.\"}}");

        assertThat(adapter.cancel(job("responses"), KEY)).isTrue();
        assertThat(openAi.requests().getFirst().line()).isEqualTo("POST /v1/responses/resp_1/cancel HTTP/1.1");
        assertThat(adapter.cancel(job("responses"), KEY)).isFalse();
        assertThat(adapter.cancel(job("responses"), KEY)).isFalse();
        assertThat(adapter.cancel(job("images"), KEY)).isFalse();
        assertThat(openAi.requests()).hasSize(3);
    }

    @Test
    void of_what_came_with_an_answer_there_is_nothing_to_ask() {
        assertThatThrownBy(() -> adapter.check(job("images"), KEY)).isInstanceOfSatisfying(ProviderException.class,
                e -> assertThat(e.kind()).isEqualTo(FailureKind.INTERNAL));
        assertThat(openAi.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"completed", "failed", "incomplete", "cancelled"})
    void an_event_about_the_end_of_a_response_is_a_reason_to_look(String ending) {
        assertThat(callback("{'id':'evt_1','type':'response." + ending + "','data':{'id':'resp_1'}}"))
                .isEqualTo(new CallbackReading.Trigger(RESPONSE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'type':'batch.completed','data':{'id':'batch_1'}}",
        "{'type':'response.completed','data':{}}",
        "{'type':'response.completed','data':{'id':' '}}", "{'data':{'id':'resp_1'}}"})
    void other_events_are_irrelevant(String body) {
        assertThat(callback(body)).isInstanceOf(CallbackReading.Irrelevant.class);
    }

    private ProviderUpdate speech() {
        return submit("speech", "{'model':'tts-1','input':'Hi','voice':'alloy'}");
    }

    private ProviderUpdate submit(String operation, String body) {
        return submit(operation, object(body));
    }

    private ProviderUpdate submit(String operation, ObjectNode body) {
        return adapter.generate(new ProviderCall(ID, Category.TEXT, new AppliedRequest("a-model", operation, List.of()),
                body, KEY, null));
    }

    private ProviderUpdate check() {
        return adapter.check(job("responses"), KEY);
    }

    private static ProviderJob job(String operation) {
        return new ProviderJob(RESPONSE, "gpt-5.4", operation, Category.TEXT);
    }

    private void response(String fields) {
        openAi.answers(200, json5("{'id':'resp_1','object':'response'," + fields + "}"));
    }

    private CallbackReading callback(String body) {
        return adapter.callback(
                new WebhookReceived(OpenAiAdapter.ID, null, "e1", Map.of(), json5(body), Instant.now()));
    }

    private static ObjectNode object(String json) {
        return json.equals("{}")
                ? JsonNodeFactory.instance.objectNode()
                : (ObjectNode) JsonMapper.shared().readTree(json5(json));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String json5(String text) {
        return text.replace('\'', '"');
    }
}
