package dev.atelier.worker.provider.anthropic;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.catalog.AppliedRequest;
import dev.atelier.catalog.Category;
import dev.atelier.credential.Secret;
import dev.atelier.job.FailureKind;
import dev.atelier.job.JobId;
import dev.atelier.job.ProviderJobId;
import dev.atelier.output.ProducedOutput;
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

/** What Anthropic is sent, and what its answers mean, one by one; how it behaves as a whole is the contract's. */
class AnthropicAnswersTest {
    private static final Secret KEY = new Secret("anthropic-key-0123456789");
    private static final JobId JOB = JobId.create();
    private static final String BATCH = "msgbatch_1";
    private static final String TEXT = "'content':[{'type':'text','text':'Paving.'}]";

    private final ScriptedProvider anthropic = new ScriptedProvider();
    private final AnthropicProperties properties = new AnthropicProperties(anthropic.url(), Duration.ofSeconds(1),
            Duration.ofSeconds(5), DataSize.ofMegabytes(1), Duration.ofSeconds(11));
    private final ProviderHttp http = new ProviderHttp(AnthropicAdapter.NAME, properties.http(), Clock.systemUTC(),
            AnthropicApi.HEADERS);
    private final AnthropicAdapter adapter = AnthropicAdapter.create(properties, http);

    @AfterEach
    void close() {
        anthropic.close();
        http.close();
    }

    @Test
    void a_message_is_posted_with_the_key_and_the_version() {
        anthropic.answers(200, json("{'id':'msg_1'," + TEXT + ",'stop_reason':'end_turn'}"));

        assertThat(message()).isEqualTo(new Completed(new ProviderJobId("msg_1"),
                List.of(new ProducedOutput.Text("Paving."))));

        assertThat(anthropic.requests()).singleElement().satisfies(it -> {
            assertThat(it.line()).isEqualTo("POST /v1/messages HTTP/1.1");
            assertThat(it.header("x-api-key")).contains(KEY.value());
            assertThat(it.header("authorization")).isEmpty();
            assertThat(it.header("anthropic-version")).contains("2023-06-01");
            assertThat(it.text()).isEqualTo("{\"model\":\"m\"}");
        });
    }

    @Test
    void only_text_is_text_and_it_is_joined() {
        anthropic.answers(200, json("""
                {'stop_reason':'stop_sequence','content':[{'type':'thinking','thinking':'Hm.'},
                 {'type':'text','text':'One,'},{'type':'redacted_thinking','data':'x'},{'type':'hologram','text':'no'},
                 {'type':'text','text':' two'}]}"""));

        assertThat(message()).isEqualTo(new Completed(new ProviderJobId(JOB.toString()),
                List.of(new ProducedOutput.Text("One, two"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"end_turn", "stop_sequence", "max_tokens", "model_context_window_exceeded"})
    void a_text_is_a_text_though_it_was_cut_off(String reason) {
        anthropic.answers(200, json("{" + TEXT + ",'stop_reason':'" + reason + "'}"));

        assertThat(message()).isInstanceOf(Completed.class);
    }

    @ParameterizedTest
    @CsvSource({"refusal, CONTENT_REJECTED", "tool_use, MALFORMED_RESPONSE", "pause_turn, MALFORMED_RESPONSE",
        "reticulated, MALFORMED_RESPONSE"})
    void a_message_that_is_none_says_why(String reason, FailureKind kind) {
        anthropic.answers(200, json("{'id':'msg_1'," + TEXT + ",'stop_reason':'" + reason
                + "','stop_details':{'category':'cyber'}}"));

        assertThat(message()).isInstanceOfSatisfying(Failed.class, it -> {
            assertThat(it.failure().kind()).isEqualTo(kind);
            assertThat(it.id()).isEqualTo(new ProviderJobId("msg_1"));
            assertThat(it.failure().message()).contains(reason.equals("refusal") ? "(cyber)" : reason);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[{'type':'text','text':' '}]", "[{'type':'text'}]"})
    void a_message_without_a_text_has_failed(String content) {
        anthropic.answers(200, json("{'content':" + content + ",'stop_reason':'end_turn'}"));

        assertThat(message()).isInstanceOfSatisfying(Failed.class,
                it -> assertThat(it.failure().kind()).isEqualTo(FailureKind.PROVIDER_FAILED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{}", "{'content':[]}", "{'stop_reason':'end_turn'}", "<html>"})
    void an_answer_that_cannot_be_read_leaves_the_outcome_unknown(String body) {
        anthropic.answers(200, json(body));

        assertThatThrownBy(this::message).isInstanceOfSatisfying(ProviderException.class,
                e -> assertThat(e.kind()).isEqualTo(FailureKind.OUTCOME_UNKNOWN));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "400 | {'type':'invalid_request_error','message':'max_tokens: Field required'} | INVALID_INPUT",
        "400 | {'type':'invalid_request_error','message':'Your credit balance is too low'} | INSUFFICIENT_CREDIT",
        "400 | {'message':'Output blocked by content filtering policy'} | CONTENT_REJECTED",
        "401 | {'type':'authentication_error'} | CREDENTIALS_REFUSED",
        "402 | {'type':'billing_error'} | INSUFFICIENT_CREDIT",
        "403 | {'type':'permission_error'} | CREDENTIALS_REFUSED",
        "404 | {'type':'not_found_error'} | MODEL_UNAVAILABLE",
        "409 | {'type':'conflict_error'} | PROVIDER_UNAVAILABLE", "409 | 7 | OUTCOME_UNKNOWN",
        "413 | {'type':'request_too_large'} | INVALID_INPUT", "429 | {'type':'rate_limit_error'} | RATE_LIMITED",
        "429 | {'details':{'error_code':'workspace_spend_limit_reached'}} | INSUFFICIENT_CREDIT",
        "500 | {'type':'api_error'} | OUTCOME_UNKNOWN", "502 | {} | OUTCOME_UNKNOWN",
        "504 | {'type':'timeout_error'} | OUTCOME_UNKNOWN", "529 | {'type':'overloaded_error'} | PROVIDER_UNAVAILABLE"})
    void a_submission_that_is_not_accepted_says_why(int status, String error, FailureKind kind) {
        anthropic.answers(status, json("{'type':'error','error':" + error + "}"));

        assertThatThrownBy(this::message).isInstanceOfSatisfying(ProviderException.class,
                e -> assertThat(e.kind()).isEqualTo(kind));
        assertThat(anthropic.requests()).hasSize(1);
    }

    @Test
    void a_wait_is_anthropics_or_else_ours() {
        anthropic.answers(429, "{}", "Retry-After: 4").answers(429, "{}").answers(529, "{}", "Retry-After: 7");

        assertThat(List.of(4L, 11L, 7L)).allSatisfy(seconds -> assertThatThrownBy(this::message)
                .isInstanceOfSatisfying(ProviderException.class,
                        e -> assertThat(e.failure().retryAfter()).contains(Duration.ofSeconds(seconds))));
    }

    @Test
    void a_batch_is_one_request_under_our_jobs_id() {
        anthropic.answers(200, json("{'id':'" + BATCH + "','processing_status':'in_progress'}"));

        assertThat(submit("batch", "{'requests':[{'params':{'model':'m'}}]}"))
                .isEqualTo(new Processing(new ProviderJobId(BATCH), null));

        var sent = anthropic.requests().getFirst();
        assertThat(sent.line()).isEqualTo("POST /v1/messages/batches HTTP/1.1");
        assertThat(sent.text()).isEqualTo(
                json("{'requests':[{'params':{'model':'m'},'custom_id':'" + JOB + "'}]}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"in_progress", "canceling"})
    void a_batch_that_has_not_ended_is_processing(String status) {
        anthropic.answers(200, json("{'id':'" + BATCH + "','processing_status':'" + status + "'}"));

        assertThat(check()).isEqualTo(new Processing(new ProviderJobId(BATCH), null));
        assertThat(anthropic.requests()).extracting(ScriptedProvider.Request::line)
                .containsExactly("GET /v1/messages/batches/" + BATCH + " HTTP/1.1");
    }

    @Test
    void the_results_of_one_that_has_are_read_at_home_and_with_the_key() {
        ended("{'type':'succeeded','message':{'id':'msg_1'," + TEXT + ",'stop_reason':'end_turn'}}");

        assertThat(check()).isEqualTo(new Completed(new ProviderJobId(BATCH),
                List.of(new ProducedOutput.Text("Paving."))));
        var read = anthropic.requests().getLast();
        assertThat(read.line()).isEqualTo("GET /v1/messages/batches/" + BATCH + "/results HTTP/1.1");
        assertThat(read.header("x-api-key")).contains(KEY.value());
        assertThat(read.header("anthropic-version")).contains("2023-06-01");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "{'type':'succeeded','message':{'content':[],'stop_reason':'refusal'}} | CONTENT_REJECTED",
        "{'type':'errored','error':{'type':'error','error':{'type':'invalid_request_error','message':'no'}}} | INVALID_INPUT",
        "{'type':'errored','error':{'error':{'type':'not_found_error'}}} | MODEL_UNAVAILABLE",
        "{'type':'errored','error':{'error':{'type':'billing_error'}}} | INSUFFICIENT_CREDIT",
        "{'type':'errored','error':{'error':{'type':'permission_error'}}} | CREDENTIALS_REFUSED",
        "{'type':'errored','error':{'error':{'type':'overloaded_error'}}} | PROVIDER_FAILED",
        "{'type':'errored','error':{'type':'api_error'}} | PROVIDER_FAILED", "{'type':'errored'} | PROVIDER_FAILED",
        "{'type':'canceled'} | PROVIDER_FAILED", "{'type':'expired'} | DEADLINE_EXCEEDED"})
    void a_request_of_a_batch_that_made_nothing_says_why(String result, FailureKind kind) {
        ended(result);

        assertThat(check()).isInstanceOfSatisfying(Failed.class, it -> {
            assertThat(it.failure().kind()).isEqualTo(kind);
            assertThat(it.failure().message()).hasSizeGreaterThan(10);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'type':'reticulated'}", "{}", "{'type':'succeeded'}",
        "{'type':'succeeded','message':{}}", "{'type':'canceled'}}\n{'result':{'type':'canceled'}"})
    void results_that_cannot_be_read_are_malformed(String result) {
        ended(result);

        assertThatThrownBy(this::check).isInstanceOfSatisfying(ProviderException.class,
                e -> assertThat(e.kind()).isEqualTo(FailureKind.MALFORMED_RESPONSE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'processing_status':'reticulating'}", "{}", "[]", "{",
        "{'id':'msgbatch_2','processing_status':'ended'}"})
    void so_is_a_batch(String batch) {
        anthropic.answers(200, json(batch));

        assertThatThrownBy(this::check).isInstanceOfSatisfying(ProviderException.class,
                e -> assertThat(e.kind()).isEqualTo(FailureKind.MALFORMED_RESPONSE));
    }

    @ParameterizedTest
    @CsvSource({"401, CREDENTIALS_REFUSED", "404, PROVIDER_UNAVAILABLE", "429, RATE_LIMITED",
        "500, PROVIDER_UNAVAILABLE", "529, PROVIDER_UNAVAILABLE"})
    void a_question_that_fails_says_nothing_about_the_job(int status, FailureKind kind) {
        anthropic.answers(status, "{}");
        assertThatThrownBy(this::check).isInstanceOfSatisfying(ProviderException.class,
                e -> assertThat(e.kind()).isEqualTo(kind));

        anthropic.answers(200, json("{'processing_status':'ended'}")).answers(status, "{}");
        assertThatThrownBy(this::check).isInstanceOfSatisfying(ProviderException.class,
                e -> assertThat(e.kind()).isEqualTo(kind));
    }

    private void ended(String result) {
        anthropic.answers(200, json("{'id':'" + BATCH + "','processing_status':'ended','results_url':"
                + "'https://elsewhere.example.com/results'}"))
                .answers(200, json("{'custom_id':'" + JOB + "','result':" + result + "}\n"));
    }

    private ProviderUpdate message() {
        return submit("messages", "{'model':'m'}");
    }

    private ProviderUpdate submit(String operation, String body) {
        return adapter.generate(new ProviderCall(JOB, Category.TEXT, new AppliedRequest("m", operation, List.of()),
                (ObjectNode) JsonMapper.shared().readTree(json(body)), KEY, null));
    }

    private ProviderUpdate check() {
        return adapter.check(new ProviderJob(new ProviderJobId(BATCH), "m", "batch", Category.TEXT), KEY);
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
