package dev.atelier.worker.provider.fal;

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
import dev.atelier.worker.provider.CallbackReading.Settled;
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

/** What fal.ai is sent, and what its answers mean, one by one; how it behaves as a whole is {@link FalAdapterTest}'s. */
class FalAnswersTest {
    private static final Secret KEY = new Secret("id-0123:fal-secret-4567");
    private static final ProviderJobId ID = new ProviderJobId("r1");
    private static final ProviderJob JOB = new ProviderJob(ID, "fal-ai/flux/dev/image-to-image", "queue",
            Category.IMAGE_TO_IMAGE);
    private static final URI CALLBACK = URI.create("https://gateway.example.com/callback/7d0f?provider=fal&token=a+b");
    private static final Map<String, String> SIGNED = Map.of("x-fal-webhook-signature", "00");
    private static final String COMPLETED = "{'status':'COMPLETED','request_id':'r1'}";
    private static final String FAILED = "{'status':'COMPLETED','request_id':'r1','error':'Invalid status code: 422'}";

    private final ScriptedProvider fal = new ScriptedProvider();
    private final FalProperties properties = new FalProperties(fal.url(), Duration.ofSeconds(1), Duration.ofSeconds(5),
            DataSize.ofMegabytes(1), Duration.ofSeconds(11));
    private final ProviderHttp http = new ProviderHttp(FalAdapter.NAME, properties.http(), Clock.systemUTC());
    private final FalAdapter adapter = FalAdapter.create(properties, http);

    @AfterEach
    void close() {
        fal.close();
        http.close();
    }

    @Test
    void a_submission_is_the_models_input_and_its_callback_stands_in_the_address() {
        fal.answers(200, json5("{'request_id':'r1','status':'IN_QUEUE','status_url':'https://evil.example.com/'}"));

        assertThat(submit(CALLBACK)).isEqualTo(new Processing(ID, null));

        assertThat(fal.requests()).singleElement().satisfies(it -> {
            assertThat(it.line()).isEqualTo("POST /fal-ai/flux/dev?fal_webhook=https%3A%2F%2Fgateway.example.com"
                    + "%2Fcallback%2F7d0f%3Fprovider%3Dfal%26token%3Da%2Bb HTTP/1.1");
            assertThat(it.header("authorization")).contains("Key id-0123:fal-secret-4567");
            assertThat(JsonMapper.shared().readTree(it.text()))
                    .isEqualTo(JsonMapper.shared().readTree("{\"prompt\":\"Käse\"}"));
        });
    }

    @Test
    void no_callback_is_asked_for_without_an_address() {
        fal.answers(200, json5("{'request_id':'r1'}"));

        submit(null);

        assertThat(fal.requests().getFirst().line()).isEqualTo("POST /fal-ai/flux/dev HTTP/1.1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "422 | {'detail':[{'loc':['body','prompt'],'msg':'Field required','type':'missing'}]} | INVALID_INPUT",
        "422 | {'detail':[{'loc':['body'],'msg':'no','type':'content_policy_violation'}]} | CONTENT_REJECTED",
        "400 | {'detail':'Bad','error_type':'bad_request'} | INVALID_INPUT",
        "401 | {'detail':'Authentication is required'} | CREDENTIALS_REFUSED",
        "403 | {'detail':'forbidden'} | CREDENTIALS_REFUSED",
        "403 | {'detail':'User is locked. Reason: Exhausted balance.'} | INSUFFICIENT_CREDIT",
        "402 | {} | INSUFFICIENT_CREDIT", "404 | {'detail':'Application not found'} | MODEL_UNAVAILABLE",
        "429 | {'detail':'slow','error_type':'concurrent_requests_limit'} | RATE_LIMITED",
        "500 | {'detail':'oops','error_type':'internal_error'} | OUTCOME_UNKNOWN",
        "503 | {'error_type':'runner_connection_error'} | OUTCOME_UNKNOWN", "502 | <html> | OUTCOME_UNKNOWN",
        "504 | {'error_type':'request_timeout'} | OUTCOME_UNKNOWN", "200 | {'request | OUTCOME_UNKNOWN",
        "200 | {} | OUTCOME_UNKNOWN", "200 | [] | OUTCOME_UNKNOWN", "200 | {'request_id':' '} | OUTCOME_UNKNOWN"})
    void a_submission_that_is_not_accepted_says_why(int status, String body, FailureKind kind) {
        fal.answers(status, json5(body));

        assertThatThrownBy(() -> submit(CALLBACK)).isInstanceOfSatisfying(ProviderException.class,
                e -> assertThat(e.kind()).isEqualTo(kind));
        assertThat(fal.requests()).hasSize(1);
    }

    @Test
    void a_wait_is_the_providers_or_else_ours() {
        fal.answers(429, "{}", "Retry-After: 4").answers(429, "{}");

        assertThat(List.of(4L, 11L)).allSatisfy(seconds -> assertThatThrownBy(() -> submit(CALLBACK))
                .isInstanceOfSatisfying(ProviderException.class,
                        e -> assertThat(e.failure().retryAfter()).contains(Duration.ofSeconds(seconds))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"fal-ai/flux/dev/image-to-image | fal-ai/flux", "fal-ai/veo3 | fal-ai/veo3",
        "workflows/somebody/something/more | workflows/somebody/something", "comfy/a/b/c | comfy/a/b"})
    void a_request_is_asked_for_at_its_app(String endpoint, String app) {
        fal.answers(200, json5("{'status':'IN_QUEUE','queue_position':2}"));

        adapter.check(new ProviderJob(new ProviderJobId("a/b"), endpoint, "queue", Category.TEXT_TO_VIDEO), KEY);

        assertThat(fal.requests().getFirst().line()).isEqualTo("GET /" + app + "/requests/a%2Fb/status HTTP/1.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"IN_QUEUE", "IN_PROGRESS"})
    void what_waits_or_is_worked_on_is_processing(String status) {
        fal.answers(200, json5("{'status':'" + status + "','request_id':'r1'}"));

        assertThat(check()).isEqualTo(new Processing(ID, null));
    }

    @Test
    void a_result_is_fetched_when_it_is_there() {
        fal.answers(200, json5(COMPLETED)).answers(200, json5("""
                {'images':[{'url':'https://v3.fal.media/files/a/out.png','content_type':'image/png'},
                 {'url':'https://v3.fal.media/files/b/out'}],'seed':42,'has_nsfw_concepts':[false,false]}"""));

        assertThat(check()).isEqualTo(new Completed(ID, List.of(
                hosted(OutputType.IMAGE, "https://v3.fal.media/files/a/out.png", "image/png"),
                hosted(OutputType.IMAGE, "https://v3.fal.media/files/b/out", null))));
        assertThat(fal.requests().getLast().line()).isEqualTo("GET /fal-ai/flux/requests/r1 HTTP/1.1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "{'image':{'url':'https://x.example.com/1'}} | IMAGE", "{'video':{'url':'https://x.example.com/1'}} | VIDEO",
        "{'videos':[{'url':'https://x.example.com/1'}]} | VIDEO", "{'audio':{'url':'https://x.example.com/1'}} | AUDIO",
        "{'audio_file':{'url':'https://x.example.com/1'}} | AUDIO", "{'output':'Words'} | TEXT"})
    void each_kind_of_thing_has_its_name(String result, OutputType type) {
        fal.answers(200, json5(COMPLETED)).answers(200, json5(result));

        assertThat(check()).isInstanceOfSatisfying(Completed.class,
                it -> assertThat(it.outputs()).extracting(ProducedOutput::type).containsExactly(type));
    }

    @Test
    void a_flagged_picture_is_no_output_and_only_flagged_ones_are_a_refusal() {
        fal.answers(200, json5(COMPLETED))
                .answers(200, json5("""
                        {'images':[{'url':'https://x.example.com/1.png'},{'url':'https://x.example.com/2.png'}],
                         'has_nsfw_concepts':[true,false]}"""))
                .answers(200, json5(COMPLETED))
                .answers(200,
                        json5("{'images':[{'url':'https://x.example.com/1.png'}],'has_nsfw_concepts':[true]}"));

        assertThat(check()).isEqualTo(new Completed(ID, List.of(
                hosted(OutputType.IMAGE, "https://x.example.com/2.png", "image/png"))));
        assertThat(check()).isInstanceOfSatisfying(Failed.class,
                it -> assertThat(it.failure().kind()).isEqualTo(FailureKind.CONTENT_REJECTED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{'images':[]}", "{'images':null}", "{'images':[{'url':'data:image/png;base64,AA'}]}"})
    void a_success_without_a_file_is_no_success(String result) {
        fal.answers(200, json5(COMPLETED)).answers(200, json5(result));

        assertThat(check()).isInstanceOfSatisfying(Failed.class,
                it -> assertThat(it.failure().kind()).isEqualTo(FailureKind.OUTPUT_UNAVAILABLE));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "422 | {'detail':[{'msg':'too large','type':'image_too_large'}]} | INVALID_INPUT",
        "422 | {'detail':[{'msg':'flagged','type':'content_policy_violation'}]} | CONTENT_REJECTED",
        "500 | {'detail':[{'msg':'oops','type':'internal_server_error'}]} | PROVIDER_FAILED",
        "504 | {'detail':'late','error_type':'generation_timeout'} | PROVIDER_FAILED",
        "503 | {'detail':'gone','error_type':'runner_disconnected'} | PROVIDER_FAILED",
        "499 | {'detail':'stopped','error_type':'client_cancelled'} | PROVIDER_FAILED",
        "502 | <html> | PROVIDER_FAILED", "200 | {} | PROVIDER_FAILED"})
    void a_failed_request_is_completed_and_its_result_says_why(int status, String result, FailureKind kind) {
        fal.answers(200, json5(FAILED)).answers(status, json5(result));

        assertThat(check()).isInstanceOfSatisfying(Failed.class, it -> {
            assertThat(it.id()).isEqualTo(ID);
            assertThat(it.failure().kind()).isEqualTo(kind);
        });
    }

    @Test
    void an_error_that_only_the_result_shows_is_one_when_the_model_speaks() {
        fal.answers(200, json5(COMPLETED))
                .answers(422, json5("{'detail':[{'msg':'bad','type':'image_load_error'}]}"))
                .answers(200, json5(COMPLETED))
                .answers(500, json5("{'detail':'oops','error_type':'internal_error'}"))
                .answers(200, json5(COMPLETED))
                .answers(400, json5("{'detail':'Request is still in progress'}"));

        assertThat(check()).isInstanceOfSatisfying(Failed.class,
                it -> assertThat(it.failure().kind()).isEqualTo(FailureKind.INVALID_INPUT));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(this::check).isInstanceOfSatisfying(ProviderException.class,
                    e -> assertThat(e.kind()).isEqualTo(FailureKind.PROVIDER_UNAVAILABLE));
        }
    }

    @Test
    void the_reason_of_a_failure_that_cannot_be_read_just_now_is_read_later() {
        fal.answers(200, json5(FAILED)).answers(429, "{}").answers(200, json5(FAILED)).answers(401, "{}");

        assertThat(List.of(FailureKind.RATE_LIMITED, FailureKind.CREDENTIALS_REFUSED))
                .allSatisfy(kind -> assertThatThrownBy(this::check).isInstanceOfSatisfying(ProviderException.class,
                        e -> assertThat(e.kind()).isEqualTo(kind)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'status':'RETICULATING'}", "{}", "{'status':'IN_QUEUE','request_id':'r2'}"})
    void a_status_that_cannot_be_read_is_malformed(String status) {
        fal.answers(200, json5(status));

        assertThatThrownBy(this::check).isInstanceOfSatisfying(ProviderException.class,
                e -> assertThat(e.kind()).isEqualTo(FailureKind.MALFORMED_RESPONSE));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~',
            value = {"404 | {'status':'NOT_FOUND'} | PROVIDER_UNAVAILABLE | 5",
                "401 | {} | CREDENTIALS_REFUSED |", "429 | {} | RATE_LIMITED | 11", "500 | {} | PROVIDER_UNAVAILABLE |",
                "200 | [] | MALFORMED_RESPONSE |"})
    void a_question_that_fails_says_why(int status, String body, FailureKind kind, Long seconds) {
        fal.answers(status, json5(body));

        assertThatThrownBy(this::check).isInstanceOfSatisfying(ProviderException.class, e -> {
            assertThat(e.kind()).isEqualTo(kind);
            assertThat(e.failure().retryIn()).isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds));
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "202 | {'status':'CANCELLATION_REQUESTED'} | {'status':'IN_QUEUE'} | true",
        "202 | {'status':'CANCELLATION_REQUESTED'} | {'status':'COMPLETED','error_type':'client_cancelled'} | true",
        "202 | {'status':'CANCELLATION_REQUESTED'} | {'status':'IN_PROGRESS'} | false",
        "202 | {'status':'CANCELLATION_REQUESTED'} | {'status':'COMPLETED'} | false",
        "200 | {'success':true} | | true", "200 | {} | | false", "400 | {'status':'ALREADY_COMPLETED'} | | false",
        "404 | {'status':'NOT_FOUND'} | | false"})
    void a_request_is_stopped_when_no_runner_has_it(int status, String answer, @Nullable String then, boolean stopped) {
        fal.answers(status, json5(answer));
        if (then != null) {
            fal.answers(200, json5(then));
        }

        assertThat(adapter.cancel(JOB, KEY)).isEqualTo(stopped);
        assertThat(fal.requests().getFirst().line()).isEqualTo("PUT /fal-ai/flux/requests/r1/cancel HTTP/1.1");
        assertThat(fal.requests()).hasSize(then == null ? 1 : 2);
    }

    @Test
    void whether_it_was_stopped_may_not_be_known_just_now() {
        fal.answers(500, "{}");

        assertThatThrownBy(() -> adapter.cancel(JOB, KEY)).isInstanceOf(ProviderException.class);
    }

    @Test
    void a_signed_callback_with_a_result_settles_the_job() {
        var body = "{'request_id':'r1','status':'OK','payload':{'video':{'url':'https://x.example.com/v.mp4'}}}";
        assertThat(callback(body, SIGNED)).isEqualTo(new Settled(ID, new Completed(ID, List.of(
                hosted(OutputType.VIDEO, "https://x.example.com/v.mp4", "video/mp4")))));
        assertThat(callback(body, Map.of())).isEqualTo(new Trigger(ID));
    }

    @Test
    void a_signed_callback_whose_pictures_are_all_flagged_settles_the_job_too() {
        var reading = callback("""
                {'request_id':'r1','status':'OK','payload':{'images':[{'url':'https://x.example.com/1.png'}],
                 'has_nsfw_concepts':[true]}}""", SIGNED);
        assertThat(reading).isInstanceOfSatisfying(Settled.class,
                it -> assertThat(it.update()).isInstanceOf(Failed.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{'request_id':'r1','status':'ERROR','error':'Invalid status code: 422','payload':{'detail':[]}}",
        "{'request_id':'r1','status':'OK','payload':null,'payload_error':'too large'}",
        "{'request_id':'r1','status':'OK','payload':{'images':[{'url':'https://x.example.com/1'}]},'payload_error':'x'}",
        "{'request_id':'r1','status':'OK','payload':{}}", "{'request_id':'r1','status':'OK'}", "{'request_id':'r1'}",
        "{'request_id':'r1','status':'SOON','payload':{'images':[{'url':'https://x.example.com/1'}]}}",
        "{'request_id':'r1','gateway_request_id':'g2','status':'ERROR'}"})
    void failures_and_what_was_not_sent_along_are_fetched(String body) {
        assertThat(callback(body, SIGNED)).isEqualTo(new Trigger(ID));
    }

    private ProviderUpdate submit(@Nullable URI callback) {
        var prompt = StringNode.valueOf("Käse");
        var request = new AppliedRequest("fal-ai/flux/dev", "queue", List.of(
                new AppliedField("prompt", AppliedField.How.APPLIED, prompt, Map.of("prompt", prompt))));
        return adapter.generate(new ProviderCall(JobId.create(), Category.TEXT_TO_IMAGE, request,
                request.body(SentFiles.Resolver.REFERENCES), KEY, callback));
    }

    private ProviderUpdate check() {
        return adapter.check(JOB, KEY);
    }

    private CallbackReading callback(String body, Map<String, String> headers) {
        return adapter.callback(new WebhookReceived(FalAdapter.ID, JobId.create(), "e1", headers, json5(body),
                Instant.now()));
    }

    private static Hosted hosted(OutputType type, String url, @Nullable String contentType) {
        return new Hosted(type, URI.create(url), contentType, null);
    }

    private static String json5(String text) {
        return text.replace('\'', '"');
    }
}
