package dev.atelier.worker.provider.openaicompatible;

import java.net.URI;
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
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.BinaryNode;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.catalog.AppliedRequest;
import dev.atelier.catalog.Category;
import dev.atelier.catalog.ProviderId;
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
import dev.atelier.worker.provider.ScriptedProvider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What such servers are sent, and what their answers mean, odd shapes among them. */
class CompatibleAnswersTest {
    private static final ProviderId ID = new ProviderId("mine");
    private static final JobId JOB = JobId.create();
    private static final ProviderJobId OURS = new ProviderJobId(JOB.toString());
    private static final Secret KEY = new Secret("no-key");
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0};

    private final ScriptedProvider server = new ScriptedProvider();
    private final ProviderHttp http = new ProviderHttp("Mine", CompatibleAdapterTest.properties().http(),
            Clock.systemUTC());
    private final CompatibleAdapter adapter = CompatibleAdapter.create(ID, "Mine", URI.create(server.url() + "/v1"),
            CompatibleAdapterTest.properties(), http);

    @AfterEach
    void close() {
        server.close();
        http.close();
    }

    @Test
    void pictures_are_bytes_or_addresses_whichever_is_there() {
        server.answers(200, json5("{'data':[{'b64_json':'" + Base64.getEncoder().encodeToString(PNG)
                + "'},{'url':'http://localhost:8080/generated-images/b6420.png','strange':1}]}"));

        assertThat(submit("images", "{'model':'m','prompt':'x'}")).isInstanceOfSatisfying(Completed.class, it -> {
            assertThat(it.id()).isEqualTo(OURS);
            assertThat(it.outputs()).hasSize(2);
            assertThat(((Inline) it.outputs().getFirst()).contentType()).isEqualTo("image/png");
            assertThat(it.outputs().getLast()).isEqualTo(new Hosted(OutputType.IMAGE,
                    URI.create("http://localhost:8080/generated-images/b6420.png"), "image/png", null));
        });
        assertThat(server.requests()).singleElement().satisfies(it -> {
            assertThat(it.line()).isEqualTo("POST /v1/images/generations HTTP/1.1");
            assertThat(it.header("authorization")).contains("Bearer no-key");
            assertThat(it.text()).isEqualTo(json5("{'model':'m','prompt':'x'}"));
        });
    }

    @Test
    void a_picture_that_goes_in_is_a_part() {
        server.answers(200, json5("{'data':[{'url':'https://x.example.com/a.png'}]}"));
        var body = object("{'model':'m','prompt':'x'}");
        body.set("image", BinaryNode.valueOf(PNG));

        assertThat(submit("edits", body)).isInstanceOf(Completed.class);
        assertThat(server.requests()).singleElement().satisfies(it -> {
            assertThat(it.line()).isEqualTo("POST /v1/images/edits HTTP/1.1");
            assertThat(it.text()).contains("name=\"image\"; filename=\"file.png\"");
        });
    }

    @Test
    void a_chat_is_what_the_assistant_says() {
        server.answers(200, json5("{'id':'chatcmpl-1','choices':[{'index':0,'message':{'role':'assistant',"
                + "'content':'Paving.'},'finish_reason':'stop'}]}"))
                .answers(200, json5("{'choices':[{'message':{'content':'Pav'},'finish_reason':'length'}]}"))
                .answers(200, json5("{'choices':[{'message':{'content':[{'type':'text','text':'In '},"
                        + "{'type':'text','text':'parts.'}]}}]}"));

        assertThat(List.of("Paving.", "Pav", "In parts."))
                .allSatisfy(text -> assertThat(submit("chat", "{'model':'m'}"))
                        .isEqualTo(new Completed(OURS, List.of(new ProducedOutput.Text(text)))));
        assertThat(server.requests().getFirst().line()).isEqualTo("POST /v1/chat/completions HTTP/1.1");
    }

    @Test
    void speech_is_the_answer_itself() {
        server.answers(200, "ID3 sounds").answers(200, "");

        assertThat(submit("speech", "{'model':'m'}")).isInstanceOfSatisfying(Completed.class,
                it -> assertThat(((Inline) it.outputs().getFirst()).contentType()).isEqualTo("audio/mpeg"));
        assertThat(submit("speech", "{'model':'m'}")).isInstanceOf(Failed.class);
        assertThat(server.requests().getFirst().line()).isEqualTo("POST /v1/audio/speech HTTP/1.1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {"images | {'data':[]} | MALFORMED_RESPONSE",
        "chat | {'choices':[{'message':{'content':'no'},'finish_reason':'content_filter'}]} | CONTENT_REJECTED",
        "chat | {'choices':[{'message':{'content':null,'refusal':'no'}}]} | CONTENT_REJECTED",
        "chat | {'choices':[{'message':{'content':''},'finish_reason':'stop'}]} | OUTPUT_UNAVAILABLE"})
    void a_success_with_nothing_in_it_says_why(String operation, String body, FailureKind kind) {
        server.answers(200, json5(body));

        assertThat(submit(operation, "{'model':'m'}")).isInstanceOfSatisfying(Failed.class,
                it -> assertThat(it.failure().kind()).isEqualTo(kind));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {"images | ''", "images | {}", "images | {'data':{}}",
        "images | {'data':[{'b64_json':'?'}]}", "images | {'data':[{'url':'b6420.png'}]}", "images | {'data':[{'b64",
        "chat | {'choices':[]}", "chat | <html>", "speech | {'error':'no'}"})
    void an_answer_that_cannot_be_read_may_be_paid_for(String operation, String body) {
        server.answers(200, json5(body));

        assertThatThrownBy(() -> submit(operation, "{'model':'m'}")).isInstanceOfSatisfying(ProviderException.class,
                e -> assertThat(e.kind()).isEqualTo(FailureKind.OUTCOME_UNKNOWN));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        // HTTP | body | kind
        "400 | {'error':{'message':'bad size'}} | INVALID_INPUT", "400 | {'error':'bad size'} | INVALID_INPUT",
        "400 | {'error':{'code':'content_policy_violation'}} | CONTENT_REJECTED",
        "400 | {'detail':'NSFW content'} | CONTENT_REJECTED",
        "400 | {'error':{'code':'model_not_found'}} | MODEL_UNAVAILABLE",
        "413 | '' | INVALID_INPUT", "422 | {'detail':[{'loc':['body','n'],'msg':'too many'}]} | INVALID_INPUT",
        "401 | {'detail':'who are you'} | CREDENTIALS_REFUSED", "403 | '' | CREDENTIALS_REFUSED",
        "402 | {'error':{'message':'pay'}} | INSUFFICIENT_CREDIT",
        "404 | {'error':'model not found'} | MODEL_UNAVAILABLE",
        "429 | '' | RATE_LIMITED", "429 | {'error':{'code':'insufficient_quota'}} | INSUFFICIENT_CREDIT",
        "500 | {'error':{'message':'CUDA out of memory. Tried to allocate'}} | PROVIDER_FAILED",
        "500 | {'error':{'message':'boom'}} | OUTCOME_UNKNOWN", "502 | <html> | OUTCOME_UNKNOWN",
        "503 | {'error':'loading the model'} | PROVIDER_UNAVAILABLE", "504 | '' | OUTCOME_UNKNOWN"})
    void a_submission_that_is_not_accepted_says_why(int status, String body, FailureKind kind) {
        server.answers(status, json5(body));

        assertThatThrownBy(() -> submit("images", "{'model':'m'}")).isInstanceOfSatisfying(ProviderException.class,
                e -> {
                    assertThat(e.kind()).isEqualTo(kind);
                    assertThat(e.failure().message()).contains("Mine");
                });
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void a_wait_is_the_servers_or_else_ours() {
        server.answers(429, "{}", "Retry-After: 4").answers(429, "{}").answers(503, "{}").answers(400, "{}");

        assertThat(List.of(4L, 11L, 11L))
                .allSatisfy(seconds -> assertThatThrownBy(() -> submit("chat", "{'model':'m'}"))
                        .isInstanceOfSatisfying(ProviderException.class,
                                e -> assertThat(e.failure().retryAfter()).contains(Duration.ofSeconds(seconds))));
        assertThatThrownBy(() -> submit("chat", "{'model':'m'}")).isInstanceOfSatisfying(ProviderException.class,
                e -> assertThat(e.failure().retryAfter()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{'type':'response.completed','data':{'id':'resp_1'}}"})
    void there_are_no_callbacks_and_nothing_to_ask_or_stop(String body) {
        var job = new ProviderJob(OURS, "m", "images", Category.TEXT_TO_IMAGE);

        assertThat(adapter.callback(new WebhookReceived(ID, null, "e1", Map.of(), json5(body), Instant.now())))
                .isInstanceOf(CallbackReading.Irrelevant.class);
        assertThat(adapter.cancel(job, KEY)).isFalse();
        assertThatThrownBy(() -> adapter.check(job, KEY)).isInstanceOfSatisfying(ProviderException.class,
                e -> assertThat(e.kind()).isEqualTo(FailureKind.INTERNAL));
        assertThat(server.requests()).isEmpty();
    }

    private ProviderUpdate submit(String operation, String body) {
        return submit(operation, object(body));
    }

    private ProviderUpdate submit(String operation, ObjectNode body) {
        return adapter.generate(new ProviderCall(JOB, Category.TEXT_TO_IMAGE,
                new AppliedRequest("m", operation, List.of()), body, KEY, null));
    }

    private static ObjectNode object(String json) {
        return (ObjectNode) JsonMapper.shared().readTree(json5(json));
    }

    private static String json5(String text) {
        return text.replace('\'', '"');
    }
}
