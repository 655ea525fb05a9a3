package dev.atelier.worker.provider.geminigen;

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

/** What Geminigen.ai is sent, and what its answers mean; how it behaves as a whole is {@link GeminigenAdapterTest}'s. */
class GeminigenAnswersTest {
    private static final Secret KEY = new Secret("gg-key-0123456789");
    private static final ProviderJobId ID = new ProviderJobId("u1");

    private final ScriptedProvider geminigen = new ScriptedProvider();
    private final GeminigenProperties properties = new GeminigenProperties(geminigen.url().resolve("/uapi/v1"),
            Duration.ofSeconds(1), Duration.ofSeconds(5), DataSize.ofMegabytes(1), Duration.ofSeconds(31),
            Duration.ofSeconds(41));
    private final ProviderHttp http = new ProviderHttp(GeminigenAdapter.NAME, properties.http(), Clock.systemUTC());
    private final GeminigenAdapter adapter = GeminigenAdapter.create(properties, http);

    @AfterEach
    void close() {
        geminigen.close();
        http.close();
    }

    @Test
    void a_submission_is_a_form() {
        geminigen.answers(200, "{\"uuid\":\"u1\",\"status\":1}");

        assertThat(submit()).isEqualTo(new Processing(ID, null));

        assertThat(geminigen.requests()).singleElement().satisfies(it -> {
            assertThat(it.line()).isEqualTo("POST /uapi/v1/generate_image HTTP/1.1");
            assertThat(it.header("x-api-key")).contains("gg-key-0123456789");
            var boundary = it.header("content-type").orElseThrow().replace("multipart/form-data; boundary=", "");
            assertThat(it.text()).isEqualTo("""
                    --B
                    Content-Disposition: form-data; name="model"

                    nano-banana-2
                    --B
                    Content-Disposition: form-data; name="prompt"

                    Käse "& Brot"
                    --B--
                    """.replace("\n", "\r\n").replace("--B", "--" + boundary));
        });
    }

    @Test
    void speech_is_asked_for_in_json() {
        geminigen.answers(200, json("{'success':true,'result':{'uuid':'u1','status':1}}"));
        var text = StringNode.valueOf("Käse");
        var request = new AppliedRequest("tts-flash", "text_to_speech",
                List.of(new AppliedField("prompt", AppliedField.How.APPLIED, text, Map.of("input", text))), Map.of(),
                List.of());

        assertThat(adapter.generate(new ProviderCall(JobId.create(), Category.TEXT_TO_SPEECH, request,
                request.body(SentFiles.Resolver.REFERENCES), KEY, null))).isEqualTo(new Processing(ID, null));

        assertThat(geminigen.requests()).singleElement().satisfies(it -> {
            assertThat(it.line()).isEqualTo("POST /uapi/v1/text-to-speech HTTP/1.1");
            assertThat(it.header("content-type")).contains("application/json");
            assertThat(it.text()).isEqualTo("{\"input\":\"Käse\"}");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'success':true,'result':{'uuid':'u1','status':1}}", "{'data':{'uuid':'u1','status':0}}",
        "{'uuid':'u1','status':1,'generate_result':null,'error_code':''}"})
    void the_generation_may_stand_inside_of_something(String body) {
        geminigen.answers(200, json(body));

        assertThat(submit()).isEqualTo(new Processing(ID, null));
    }

    @Test
    void a_submission_may_be_answered_with_the_result() {
        geminigen.answers(200,
                json("{'uuid':'u1','status':2,'generate_result':'https://cdn.example.com/images/x.jpg'}"));

        assertThat(submit()).isEqualTo(new Completed(ID, List
                .of(new Hosted(OutputType.IMAGE, URI.create("https://cdn.example.com/images/x.jpg"), "image/jpeg",
                        null))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'uuid':'u1','status':2,'generate_result':null}", "{'uuid':'u1','status':99}",
        "{'uuid':'u1'}",
        "{'uuid':'u1','status':'soon'}"})
    void what_has_an_id_was_taken_whatever_else_the_answer_says(String body) {
        geminigen.answers(200, json(body));

        assertThat(submit()).isEqualTo(new Processing(ID, null));
    }

    @Test
    void a_submission_may_be_answered_with_the_failure() {
        geminigen.answers(200, json("{'uuid':'u1','status':3,'error_code':'GEMINI_RAI_MEDIA_FILTERED'}"));

        assertThat(submit()).isInstanceOfSatisfying(Failed.class,
                it -> assertThat(it.failure().kind()).isEqualTo(FailureKind.CONTENT_REJECTED));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "400 | {'detail':{'error_code':'API_KEY_REQUIRED','message':'x'}} | CREDENTIALS_REFUSED |",
        "404 | {'detail':{'error_code':'API_KEY_NOT_FOUND'}} | CREDENTIALS_REFUSED |",
        "403 | {'detail':{'error_code':'FORBIDDEN'}} | CREDENTIALS_REFUSED |",
        "402 | {'detail':{'error_code':'NOT_ENOUGH_CREDIT'}} | INSUFFICIENT_CREDIT |",
        "402 | {'detail':{'error_code':'NOT_ENOUGH_AND_LOCK_CREDIT'}} | RATE_LIMITED | 41",
        "402 | {'detail':'Payment required'} | INSUFFICIENT_CREDIT |",
        "402 | {'detail':{'error_code':'VEO_PREMIUM_PLAN_REQUIRED'}} | MODEL_UNAVAILABLE |",
        "400 | {'detail':{'error_code':'TEXT_TOO_LONG','error_message':'too long'}} | INVALID_INPUT |",
        "422 | {'detail':[{'loc':['body','prompt'],'msg':'field required'}]} | INVALID_INPUT |",
        "400 | {'detail':'blocked by our safety filter'} | CONTENT_REJECTED |",
        "429 | {'detail':{'error_code':'RATE_LIMIT_ERROR'}} | RATE_LIMITED | 31", "429 | <html> | RATE_LIMITED | 31",
        "500 | {'detail':{'error_code':'SYSTEM_ERROR'}} | OUTCOME_UNKNOWN |", "503 | <html> | OUTCOME_UNKNOWN |",
        "308 | '' | PROVIDER_UNAVAILABLE |", "302 | '' | OUTCOME_UNKNOWN |", "200 | <html> | OUTCOME_UNKNOWN |",
        "200 | {'uuid':null,'status':1} | OUTCOME_UNKNOWN |", "200 | {'uui | OUTCOME_UNKNOWN |",
        "500 | {'uuid':'u1','status':1} | OUTCOME_UNKNOWN |"})
    void a_submission_that_is_not_accepted_says_why(int status, String body, FailureKind kind, Long seconds) {
        geminigen.answers(status, json(body));

        assertThatThrownBy(this::submit).isInstanceOfSatisfying(ProviderException.class, e -> {
            assertThat(e.kind()).isEqualTo(kind);
            assertThat(e.failure().message()).contains("Geminigen.ai");
            assertThat(e.failure().retryIn()).isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds));
        });
        assertThat(geminigen.requests()).hasSize(1);
    }

    @Test
    void a_wait_is_the_providers_when_it_says_one() {
        geminigen.answers(429, json("{'detail':{'error_code':'RATE_LIMIT_ERROR'}}"), "Retry-After: 9");

        assertThatThrownBy(this::submit).isInstanceOfSatisfying(ProviderException.class,
                e -> assertThat(e.failure().retryAfter()).contains(Duration.ofSeconds(9)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 11, 12, 13, 14})
    void what_it_works_on_is_processing(int status) {
        geminigen.answers(200, "{\"uuid\":\"u1\",\"status\":" + status + ",\"status_percentage\":45}");

        assertThat(check()).isEqualTo(new Processing(ID, 45));
        assertThat(geminigen.requests().getFirst().line()).isEqualTo("GET /uapi/v1/history/u1 HTTP/1.1");
    }

    @Test
    void the_best_link_of_each_thing_is_taken() {
        geminigen.answers(200,
                json("""
                        {'uuid':'u1','status':2,'expired_at':'2026-12-27T13:31:56Z','generate_result':'https://cdn.example.com/no.jpg',
                         'generated_image':[
                          {'image_url':'https://cdn.example.com/a.png','file_download_url':'https://cdn.example.com/no.png'},
                          {'image_url':null,'file_download_url':'https://cdn.example.com/b.jpg','image_uri':'images/no.jpg'},
                          {'image_uri':'images/no.jpg'}],
                         'generated_video':[{'video_url':'https://cdn.example.com/v.mp4'}],
                         'generated_audio':[{'audio_url':'https://cdn.example.com/s.mp3'}]}"""));

        var expiry = Instant.parse("2026-12-27T13:31:56Z");
        assertThat(check()).isEqualTo(new Completed(ID,
                List.of(new Hosted(OutputType.IMAGE, URI.create("https://cdn.example.com/a.png"), "image/png", expiry),
                        new Hosted(OutputType.IMAGE, URI.create("https://cdn.example.com/b.jpg"), "image/jpeg", expiry),
                        new Hosted(OutputType.VIDEO, URI.create("https://cdn.example.com/v.mp4"), "video/mp4", expiry),
                        new Hosted(OutputType.AUDIO, URI.create("https://cdn.example.com/s.mp3"), "audio/mpeg",
                                expiry))));
    }

    @ParameterizedTest
    @CsvSource({"2026-12-27T13:31:56, 2026-12-27T13:31:56Z", "2026-12-27T13:31:56+02:00, 2026-12-27T11:31:56Z",
        "soon,"})
    void an_expiry_without_a_zone_is_utc(String text, Instant expiry) {
        geminigen.answers(200, json("{'uuid':'u1','status':2,'expired_at':'" + text
                + "','generate_result':'https://cdn.example.com/x.jpg'}"));

        assertThat(check()).isInstanceOfSatisfying(Completed.class,
                it -> assertThat(((Hosted) it.outputs().getFirst()).expiresAt()).isEqualTo(expiry));
    }

    @Test
    void a_success_without_a_file_is_no_success() {
        geminigen.answers(200, json("{'uuid':'u1','status':2,'generated_image':[{'image_uri':'images/x.jpg'}]}"));

        assertThat(check()).isInstanceOfSatisfying(Failed.class,
                it -> assertThat(it.failure().kind()).isEqualTo(FailureKind.OUTPUT_UNAVAILABLE));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {"3 | '' | 'Content blocked' | CONTENT_REJECTED",
        "3 | 'GEMINI_RAI_MEDIA_FILTERED' | null | CONTENT_REJECTED", "-2 | '' | '' | CONTENT_REJECTED",
        "-1 | null | null | PROVIDER_FAILED", "3 | 'GEMINI_RATE_LIMIT' | 'busy' | PROVIDER_FAILED",
        "3 | 'SYSTEM_ERROR' | '' | PROVIDER_FAILED", "3 | 'NEW_ONE' | 'oh' | PROVIDER_FAILED",
        "3 | 'TEXT_TOO_LONG' | 'long' | INVALID_INPUT"})
    void a_failed_generation_says_why(int status, String code, String words, FailureKind kind) {
        geminigen.answers(200, json("{'uuid':'u1','status':" + status + ",'error_code':" + code + ",'error_message':"
                + words + "}"));

        assertThat(check()).isInstanceOfSatisfying(Failed.class,
                it -> assertThat(it.failure().kind()).isEqualTo(kind));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {"200 | {'uuid':'u1','status':99} | MALFORMED_RESPONSE",
        "200 | {'uuid':'u1'} | MALFORMED_RESPONSE", "200 | {'uuid':'u2','status':1} | MALFORMED_RESPONSE",
        "200 | {'uu | MALFORMED_RESPONSE", "500 | {'detail':{'error_code':'SYSTEM_ERROR'}} | PROVIDER_UNAVAILABLE",
        "404 | {'detail':'not found'} | PROVIDER_UNAVAILABLE", "503 | <html> | PROVIDER_UNAVAILABLE",
        "404 | {'detail':{'error_code':'API_KEY_NOT_FOUND'}} | CREDENTIALS_REFUSED",
        "429 | {'detail':{'error_code':'RATE_LIMIT_ERROR'}} | RATE_LIMITED"})
    void a_question_that_fails_says_why(int status, String body, FailureKind kind) {
        geminigen.answers(status, json(body));

        assertThatThrownBy(this::check).isInstanceOfSatisfying(ProviderException.class,
                e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'event':'IMAGE_GENERATION_COMPLETED','uuid':'e1','data':{'uuid':'u1','status':2}}",
        "{'event_name':'IMAGE_GENERATION_FAILED','event_uuid':'e1','data':{'uuid':'u1'}}",
        "{'event':'VIDEO_GENERATION_COMPLETED','uuid':'e1','data':{'uuid':'u1'}}",
        "{'event':'TTS_TEXT_SUCCESS','uuid':'e1','data':{'uuid':'u1'}}",
        "{'event':'TTS_TEXT_FAILED','uuid':'e1','data':{'uuid':'u1'}}"})
    void a_callback_is_a_reason_to_look(String body) {
        assertThat(callback(json(body))).isEqualTo(new CallbackReading.Trigger(ID));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{", "{}", "{'event':'TEST','data':{'uuid':'u1'}}",
        "{'data':{'uuid':'u1'}}",
        "{'event':'IMAGE_GENERATION_COMPLETED','uuid':'e1'}",
        "{'event':{},'data':{'uuid':'u1'}}", "{'event':'IMAGE_GENERATION_COMPLETED','data':{'uuid':'a b'}}"})
    void a_callback_about_nothing_is_irrelevant(String body) {
        assertThat(callback(json(body))).isInstanceOf(CallbackReading.Irrelevant.class);
    }

    private static AppliedRequest request() {
        var prompt = StringNode.valueOf("Käse \"& Brot\"");
        return new AppliedRequest("nano-banana-2", "generate_image",
                List.of(new AppliedField("prompt", AppliedField.How.APPLIED, prompt, Map.of("prompt", prompt))),
                Map.of("model", StringNode.valueOf("nano-banana-2")), List.of());
    }

    private ProviderUpdate submit() {
        return adapter.generate(new ProviderCall(JobId.create(), Category.TEXT_TO_IMAGE, request(),
                request().body(SentFiles.Resolver.REFERENCES), KEY, null));
    }

    private ProviderUpdate check() {
        return adapter.check(new ProviderJob(ID, "nano-banana-2", "generate_image", Category.TEXT_TO_IMAGE), KEY);
    }

    private CallbackReading callback(String body) {
        return adapter.callback(new WebhookReceived(GeminigenAdapter.ID, null, "e1", Map.of(), body, Instant.now()));
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
