package dev.atelier.worker.provider.kie;

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
import tools.jackson.databind.JsonNode;
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
import dev.atelier.output.ProducedOutput.Text;
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

/** What Kie.ai is sent, and what its answers mean, one by one; how it behaves as a whole is {@link KieAdapterTest}'s. */
class KieAnswersTest {
    private static final Secret KEY = new Secret("kie-key-0123456789");
    private static final ProviderJob JOB = new ProviderJob(new ProviderJobId("t1"), "nano-banana-2", "jobs",
            Category.TEXT_TO_IMAGE);
    private static final URI CALLBACK = URI.create("https://gateway.example.com/callback/7d0f?t=1");

    private final ScriptedProvider kie = new ScriptedProvider();
    private final KieProperties properties = new KieProperties(kie.url(), Duration.ofSeconds(1), Duration.ofSeconds(5),
            Duration.ofSeconds(5), DataSize.ofMegabytes(1), Duration.ofSeconds(11), Duration.ofMinutes(3));
    private final ProviderHttp http = new ProviderHttp(KieAdapter.NAME, properties.http(), Clock.systemUTC());
    private final KieAdapter adapter = KieAdapter.create(properties, http, http);

    @AfterEach
    void close() {
        kie.close();
        http.close();
    }

    @Test
    void a_submission_is_one_json_with_the_input_inside() {
        kie.answers(200, "{\"code\":200,\"msg\":\"success\",\"data\":{\"taskId\":\"t1\"}}");

        assertThat(submit(CALLBACK)).isEqualTo(new Processing(new ProviderJobId("t1"), null));

        assertThat(kie.requests()).singleElement().satisfies(it -> {
            assertThat(it.line()).isEqualTo("POST /api/v1/jobs/createTask HTTP/1.1");
            assertThat(it.header("authorization")).contains("Bearer kie-key-0123456789");
            assertThat(json(it.text())).isEqualTo(json("""
                    {"model": "nano-banana-2", "callBackUrl": "https://gateway.example.com/callback/7d0f?t=1",
                     "input": {"prompt": "Käse \\"& Brot\\"", "max_images": 2}}"""));
        });
    }

    @Test
    void no_callback_is_asked_for_without_an_address() {
        kie.answers(200, "{\"code\":200,\"data\":{\"taskId\":\"t1\"}}");

        submit(null);

        assertThat(kie.requests().getFirst().text()).doesNotContain("callBackUrl");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        // HTTP | body | kind
        "200 | {'code':400,'msg':'prompt is required'} | INVALID_INPUT",
        "200 | {'code':400,'message':'Your prompt violates our content policy'} | CONTENT_REJECTED",
        "200 | {'code':422,'msg':'aspect_ratio is not within the range of allowed options'} | INVALID_INPUT",
        "200 | {'code':401,'msg':'You do not have access permissions'} | CREDENTIALS_REFUSED",
        "401 | {'code':401,'msg':'Unauthorized'} | CREDENTIALS_REFUSED",
        "200 | {'code':402,'msg':'Credits insufficient'} | INSUFFICIENT_CREDIT",
        "200 | {'code':404,'msg':'model not found'} | MODEL_UNAVAILABLE",
        "200 | {'code':505,'msg':'disabled'} | MODEL_UNAVAILABLE",
        "200 | {'code':'429','msg':'slow down'} | RATE_LIMITED",
        "429 | '' | RATE_LIMITED",
        "200 | {'code':451,'msg':'cannot fetch'} | INVALID_INPUT",
        "200 | {'code':455,'msg':'maintenance'} | PROVIDER_UNAVAILABLE",
        "200 | {'code':550,'msg':'queue full'} | RATE_LIMITED",
        "200 | {'code':501,'msg':'failed'} | PROVIDER_FAILED",
        "200 | {'code':500,'msg':'server error'} | OUTCOME_UNKNOWN",
        "200 | {'code':777,'msg':'whatever'} | OUTCOME_UNKNOWN",
        "500 | {'code':500,'msg':'server error'} | OUTCOME_UNKNOWN",
        "502 | <html>Bad gateway</html> | OUTCOME_UNKNOWN",
        "503 | '' | OUTCOME_UNKNOWN",
        "500 | {'code':200,'data':{'taskId':'t1'}} | OUTCOME_UNKNOWN",
        "200 | {'code':200,'data':{'task | OUTCOME_UNKNOWN",
        "200 | {'code':200,'data':null} | OUTCOME_UNKNOWN",
        "200 | {'code':200,'data':{'taskId':' '}} | OUTCOME_UNKNOWN",
        "200 | [] | OUTCOME_UNKNOWN",
        "200 | '' | OUTCOME_UNKNOWN"}, quoteCharacter = '~')
    void a_submission_that_is_not_accepted_says_why(int status, String body, FailureKind kind) {
        kie.answers(status, json5(body));

        assertThatThrownBy(() -> submit(CALLBACK)).isInstanceOfSatisfying(ProviderException.class, e -> {
            assertThat(e.kind()).isEqualTo(kind);
            assertThat(e.failure().message())
                    .startsWith(kind == FailureKind.INSUFFICIENT_CREDIT ? "The Kie" : "Kie.ai");
        });
        assertThat(kie.requests()).hasSize(1);
    }

    @Test
    void a_wait_is_the_providers_or_else_ours() {
        kie.answers(200, "{\"code\":429}", "Retry-After: 4")
                .answers(200, "{\"code\":429}")
                .answers(200, "{\"code\":550}")
                .answers(200, "{\"code\":455}")
                .answers(200, "{\"code\":402}", "Retry-After: 4");

        assertThat(List.of(4L, 11L, 180L, 180L)).allSatisfy(seconds -> assertThatThrownBy(() -> submit(CALLBACK))
                .isInstanceOfSatisfying(ProviderException.class,
                        e -> assertThat(e.failure().retryAfter()).contains(Duration.ofSeconds(seconds))));
        assertThatThrownBy(() -> submit(CALLBACK)).isInstanceOfSatisfying(ProviderException.class,
                e -> assertThat(e.failure().retryAfter()).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"jobs, /api/v1/jobs/createTask, /api/v1/jobs/recordInfo",
        "veo, /api/v1/veo/generate, /api/v1/veo/record-info",
        "gpt4o-image, /api/v1/gpt4o-image/generate, /api/v1/gpt4o-image/record-info",
        "flux-kontext, /api/v1/flux/kontext/generate, /api/v1/flux/kontext/record-info",
        "runway, /api/v1/runway/generate, /api/v1/runway/record-detail",
        "suno, /api/v1/generate, /api/v1/generate/record-info"})
    void each_family_has_its_own_addresses(String operation, String create, String record) {
        kie.answers(200, "{\"code\":200,\"data\":{\"taskId\":\"t1\"}}")
                .answers(200, "{\"code\":422,\"msg\":\"recordInfo is null\"}");

        assertThat(submit(operation, CALLBACK)).isEqualTo(new Processing(new ProviderJobId("t1"), null));
        assertThatThrownBy(() -> check(operation, Category.TEXT_TO_VIDEO)).isInstanceOfSatisfying(
                ProviderException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.PROVIDER_UNAVAILABLE));

        assertThat(kie.requests()).extracting(ScriptedProvider.Request::line)
                .containsExactly("POST " + create + " HTTP/1.1", "GET " + record + "?taskId=t1 HTTP/1.1");
        assertThat(json(kie.requests().getFirst().text()).get("callBackUrl").stringValue())
                .isEqualTo(CALLBACK.toString());
    }

    @Test
    void an_operation_that_the_adapter_does_not_know_is_our_fault_and_sends_nothing() {
        var job = new ProviderJob(new ProviderJobId("t1"), "aleph", "aleph", Category.IMAGE_TO_VIDEO);

        assertThatThrownBy(() -> adapter.check(job, KEY)).isInstanceOfSatisfying(ProviderException.class,
                e -> assertThat(e.kind()).isEqualTo(FailureKind.INTERNAL));
        assertThat(kie.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"waiting,", "queuing,", "generating, 45"})
    void what_it_works_on_is_processing(String state, Integer progress) {
        record("{'taskId':'t1','state':'" + state + "','progress':45}");

        assertThat(check()).isEqualTo(new Processing(new ProviderJobId("t1"), progress));
        assertThat(kie.requests().getFirst().line()).isEqualTo("GET /api/v1/jobs/recordInfo?taskId=t1 HTTP/1.1");
    }

    @Test
    void a_success_has_the_addresses_in_a_json_of_its_own() {
        record("""
                {'taskId':'t1','state':'success','completeTime':1760000015000,'failCode':'','failMsg':null,
                 'resultJson':'{"resultUrls":["https://files.example.com/a/out.png?x=1","https://files.example.com/b"]}'}"""
                .replace("\"", "\\\""));

        var expiry = Instant.ofEpochMilli(1760000015000L).plus(Duration.ofDays(1));
        assertThat(check()).isEqualTo(new Completed(new ProviderJobId("t1"),
                List.of(new Hosted(OutputType.IMAGE, URI.create("https://files.example.com/a/out.png?x=1"), "image/png",
                        expiry),
                        new Hosted(OutputType.IMAGE, URI.create("https://files.example.com/b"), null, expiry))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "''", "'{}'", "'{\\\"resultUrls\\\":[]}'", "'{\\\"resultUrls\\\":null}'"})
    void a_success_without_a_file_is_no_success(String result) {
        record("{'taskId':'t1','state':'success','resultJson':" + result + "}");

        assertThat(check()).isInstanceOfSatisfying(Failed.class,
                it -> assertThat(it.failure().kind()).isEqualTo(FailureKind.OUTPUT_UNAVAILABLE));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {"'500' | 'Internal server error' | PROVIDER_FAILED",
        "500 | null | PROVIDER_FAILED", "null | null | PROVIDER_FAILED", "'501' | 'no' | PROVIDER_FAILED",
        "'400' | 'flagged as violating content policies' | CONTENT_REJECTED",
        "'500' | 'The prompt was flagged' | CONTENT_REJECTED", "'422' | 'bad size' | INVALID_INPUT",
        "'451' | 'cannot fetch the image' | INVALID_INPUT", "'429' | 'busy' | PROVIDER_FAILED"})
    void a_failed_task_says_why(String code, String words, FailureKind kind) {
        record("{'taskId':'t1','state':'fail','failCode':" + code + ",'failMsg':" + words + "}");

        assertThat(check()).isInstanceOfSatisfying(Failed.class, it -> {
            assertThat(it.failure().kind()).isEqualTo(kind);
            assertThat(it.id()).isEqualTo(new ProviderJobId("t1"));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'taskId':'t1','state':'reticulating'}", "{'taskId':'t1'}",
        "{'taskId':'t2','state':'generating'}", "{'taskId':'t1','state':'success','resultJson':'<'}",
        "{'taskId':'t1','state':'success','resultJson':'{\\\"resultUrls\\\":[\\\"out.png\\\"]}'}", "null", "[]"})
    void a_record_that_cannot_be_read_is_malformed(String record) {
        record(record);

        assertThatThrownBy(this::check).isInstanceOfSatisfying(ProviderException.class,
                e -> assertThat(e.kind()).isEqualTo(FailureKind.MALFORMED_RESPONSE));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "200 | {'code':422,'msg':'recordInfo is null'} | PROVIDER_UNAVAILABLE | 5",
        "200 | {'code':404,'msg':'no such task'} | PROVIDER_UNAVAILABLE | 5",
        "200 | {'code':401,'msg':'no'} | CREDENTIALS_REFUSED |", "200 | {'code':429} | RATE_LIMITED | 11",
        "200 | {'code':455} | PROVIDER_UNAVAILABLE | 180", "200 | {'code':500} | PROVIDER_UNAVAILABLE |",
        "500 | '' | PROVIDER_UNAVAILABLE |", "502 | <html> | PROVIDER_UNAVAILABLE |",
        "200 | {'co | MALFORMED_RESPONSE |",
        "200 | {} | MALFORMED_RESPONSE |"})
    void a_question_that_fails_says_why(int status, String body, FailureKind kind, Long seconds) {
        kie.answers(status, json5(body));

        assertThatThrownBy(this::check).isInstanceOfSatisfying(ProviderException.class, e -> {
            assertThat(e.kind()).isEqualTo(kind);
            assertThat(e.failure().retryIn()).isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds));
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', nullValues = "-", value = {"veo | 'successFlag':0 | -",
        "flux-kontext | 'successFlag':0,'response':null | -", "gpt4o-image | 'successFlag':0,'progress':'0.57' | 57",
        "gpt4o-image | 'successFlag':'0','progress':'1.00' | 100",
        "gpt4o-image | 'successFlag':0,'progress':'soon' | -",
        "runway | 'state':'wait' | -", "runway | 'state':'queueing' | -", "runway | 'state':'generating' | -",
        "suno | 'status':'PENDING' | -", "suno | 'status':'TEXT_SUCCESS' | -",
        "suno | 'status':'FIRST_SUCCESS','response':{'sunoData':[{'audioUrl':'https://x.example.com/1.mp3'}]} | -"})
    void each_family_says_in_its_own_way_that_it_works(String operation, String data, Integer progress) {
        record("{'taskId':'t1'," + data + "}");

        assertThat(check(operation, Category.TEXT_TO_IMAGE))
                .isEqualTo(new Processing(new ProviderJobId("t1"), progress));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', nullValues = "-", value = {
        "veo | TEXT_TO_VIDEO | 'completeTime':'2025-06-06 10:30:00','successFlag':1,'response':"
                + "{'resultUrls':['https://x.example.com/a.mp4'],'originUrls':['https://x.example.com/o.mp4']}"
                + " | https://x.example.com/a.mp4 | -",
        "gpt4o-image | TEXT_TO_IMAGE | 'completeTime':1760000015000,'successFlag':1,'response':"
                + "{'resultUrls':['https://x.example.com/a.png']} | https://x.example.com/a.png | 1760086415000",
        "gpt4o-image | TEXT_TO_IMAGE | 'successFlag':'1','response':{'result_urls':['https://x.example.com/a.png']}"
                + " | https://x.example.com/a.png | -",
        "flux-kontext | IMAGE_TO_IMAGE | 'completeTime':'2025-10-09T08:53:35Z','successFlag':1,'response':"
                + "{'originImageUrl':'https://x.example.com/o.png','resultImageUrl':'https://x.example.com/a.png'}"
                + " | https://x.example.com/a.png | 1760086415000",
        "runway | TEXT_TO_VIDEO | 'state':'success','videoInfo':{'videoUrl':'https://x.example.com/a.mp4',"
                + "'imageUrl':'https://x.example.com/a.png'} | https://x.example.com/a.mp4 | -",
        "suno | TEXT_TO_MUSIC | 'status':'CALLBACK_EXCEPTION','response':{'sunoData':["
                + "{'audioUrl':'https://x.example.com/a.mp3'}]} | https://x.example.com/a.mp3 | -"})
    void each_family_has_its_own_place_for_what_it_made(String operation, Category category, String data, URI address,
            Long expiry) {
        record("{'taskId':'t1'," + data + "}");

        assertThat(check(operation, category)).isInstanceOfSatisfying(Completed.class,
                it -> assertThat(it.outputs()).singleElement().isInstanceOfSatisfying(Hosted.class, file -> {
                    assertThat(file.url()).isEqualTo(address);
                    assertThat(file.expiresAt()).isEqualTo(expiry == null ? null : Instant.ofEpochMilli(expiry));
                }));
    }

    @Test
    void music_is_two_tracks() {
        record("""
                {'taskId':'t1','status':'SUCCESS','response':{'taskId':'t1','sunoData':[
                 {'audioUrl':'https://x.example.com/1.mp3','streamAudioUrl':'https://x.example.com/1','duration':184.2,
                  'imageUrl':'https://x.example.com/1.jpeg','createTime':'2026-01-01 10:00:00'},
                 {'audioUrl':'https://x.example.com/2.mp3'}]}}""");

        assertThat(check("suno", Category.TEXT_TO_MUSIC)).isEqualTo(new Completed(new ProviderJobId("t1"), List.of(
                new Hosted(OutputType.AUDIO, URI.create("https://x.example.com/1.mp3"), "audio/mpeg", null),
                new Hosted(OutputType.AUDIO, URI.create("https://x.example.com/2.mp3"), "audio/mpeg", null))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",'response':null", ",'response':{'sunoData':[]}",
        ",'response':{'sunoData':[{'audioUrl':'https://x.example.com/1.mp3'},{'audioUrl':''}]}"})
    void a_callback_that_did_not_reach_us_says_nothing_about_the_music(String response) {
        record("{'taskId':'t1','status':'CALLBACK_EXCEPTION'" + response + "}");

        assertThat(check("suno", Category.TEXT_TO_MUSIC)).isEqualTo(new Processing(new ProviderJobId("t1"), null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "veo | 'successFlag':2,'errorCode':500,'errorMessage':'Internal Error' | PROVIDER_FAILED",
        "veo | 'successFlag':3,'errorCode':400,'errorMessage':'flagged as violating content policies' | CONTENT_REJECTED",
        "veo | 'successFlag':3,'errorCode':422,'errorMessage':'fallback failed' | INVALID_INPUT",
        "veo | 'successFlag':3,'errorCode':null,'errorMessage':null | PROVIDER_FAILED",
        "veo | 'successFlag':1,'response':{'resultUrls':[]} | OUTPUT_UNAVAILABLE",
        "veo | 'successFlag':1,'response':null | OUTPUT_UNAVAILABLE",
        "gpt4o-image | 'successFlag':2,'errorCode':451,'errorMessage':'cannot fetch' | INVALID_INPUT",
        "flux-kontext | 'successFlag':3,'errorCode':501,'errorMessage':'no' | PROVIDER_FAILED",
        "runway | 'state':'fail','failCode':400,'failMsg':'Your prompt was caught by our AI moderator.' | CONTENT_REJECTED",
        "runway | 'state':'fail','failCode':400,'failMsg':'Incorrect image format' | INVALID_INPUT",
        "runway | 'state':'success','videoInfo':{'videoUrl':''} | OUTPUT_UNAVAILABLE",
        "suno | 'status':'CREATE_TASK_FAILED','errorCode':500,'errorMessage':'no' | PROVIDER_FAILED",
        "suno | 'status':'GENERATE_AUDIO_FAILED','errorCode':null,'errorMessage':null | PROVIDER_FAILED",
        "suno | 'status':'SENSITIVE_WORD_ERROR','errorMessage':null | CONTENT_REJECTED",
        "suno | 'status':'SUCCESS','response':{'sunoData':[]} | OUTPUT_UNAVAILABLE"})
    void each_family_says_in_its_own_way_that_it_failed(String operation, String data, FailureKind kind) {
        record("{'taskId':'t1'," + data + "}");

        assertThat(check(operation, Category.TEXT_TO_VIDEO)).isInstanceOfSatisfying(Failed.class,
                it -> assertThat(it.failure().kind()).isEqualTo(kind));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {"veo | 'successFlag':9", "veo | 'state':'success'",
        "veo | 'successFlag':1,'response':{'resultUrls':['a.mp4']}", "flux-kontext | 'successFlag':null",
        "runway | 'state':'queuing'", "runway | 'successFlag':1", "suno | 'status':'success'",
        "suno | 'status':'RETICULATING'"})
    void a_state_that_a_family_does_not_know_is_malformed(String operation, String data) {
        record("{'taskId':'t1'," + data + "}");

        assertThatThrownBy(() -> check(operation, Category.TEXT_TO_VIDEO)).isInstanceOfSatisfying(
                ProviderException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.MALFORMED_RESPONSE));
    }

    @Test
    void a_chat_is_asked_at_the_models_own_address_and_answers_at_once() {
        kie.answers(200, json5("{'id':'chatcmpl-7','choices':[{'index':0,'message':{'role':'assistant',"
                + "'content':'Grüß Gott'},'finish_reason':'stop'}]}"));

        assertThat(submit("chat", CALLBACK)).isEqualTo(new Completed(new ProviderJobId("chatcmpl-7"),
                List.of(new Text("Grüß Gott"))));

        assertThat(kie.requests()).singleElement().satisfies(it -> {
            assertThat(it.line()).isEqualTo("POST /nano-banana-2/v1/chat/completions HTTP/1.1");
            assertThat(it.text()).doesNotContain("callBackUrl");
        });
    }

    @Test
    void a_chat_without_an_id_is_known_by_ours_and_its_parts_are_one_text() {
        kie.answers(200, json5("{'choices':[{'message':{'content':[{'type':'text','text':'Grüß '},"
                + "{'type':'image_url'},{'type':'text','text':'Gott'}]}}]}"));

        assertThat(submit("chat", null)).isInstanceOfSatisfying(Completed.class, it -> {
            assertThat(it.id()).isNotNull();
            assertThat(it.outputs()).containsExactly(new Text("Grüß Gott"));
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {"{'message':{'content':''}} | OUTPUT_UNAVAILABLE",
        "{'message':{'content':null},'finish_reason':'length'} | OUTPUT_UNAVAILABLE",
        "{'message':{'content':null},'finish_reason':'content_filter'} | CONTENT_REJECTED",
        "{'message':{'content':'','refusal':'I cannot'}} | CONTENT_REJECTED"})
    void a_chat_that_says_nothing_has_failed(String choice, FailureKind kind) {
        kie.answers(200, json5("{'id':'c1','choices':[" + choice + "]}"));

        assertThat(submit("chat", null)).isInstanceOfSatisfying(Failed.class,
                it -> assertThat(it.failure().kind()).isEqualTo(kind));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {"200 | {'code':401,'msg':'no'} | CREDENTIALS_REFUSED",
        "401 | {'error':{'message':'Unauthorized','type':'authentication_error'}} | CREDENTIALS_REFUSED",
        "400 | {'error':{'message':'Invalid request parameters'}} | INVALID_INPUT",
        "400 | {'error':{'message':'It was flagged'}} | CONTENT_REJECTED",
        "200 | {'code':422,'msg':'messages is required'} | INVALID_INPUT",
        "200 | {'code':402,'msg':'Credits insufficient'} | INSUFFICIENT_CREDIT",
        "200 | {'code':404,'msg':'no such model'} | MODEL_UNAVAILABLE", "429 | {'error':{}} | RATE_LIMITED",
        "200 | {'code':501,'msg':'failed'} | PROVIDER_FAILED", "200 | {'code':500,'msg':'error'} | OUTCOME_UNKNOWN",
        "500 | {'code':500,'msg':'error','data':null} | OUTCOME_UNKNOWN",
        "200 | {'choices':[]} | OUTCOME_UNKNOWN", "200 | data: {'choices':[{}]} | OUTCOME_UNKNOWN",
        "500 | {'choices':[{'message':{'content':'Hi'}}]} | OUTCOME_UNKNOWN"})
    void a_chat_that_is_refused_says_why(int status, String body, FailureKind kind) {
        kie.answers(status, json5(body));

        assertThatThrownBy(() -> submit("chat", null)).isInstanceOfSatisfying(ProviderException.class,
                e -> assertThat(e.kind()).isEqualTo(kind));
        assertThat(kie.requests()).hasSize(1);
    }

    @Test
    void a_chat_cannot_be_asked_about_later() {
        assertThatThrownBy(() -> check("chat", Category.TEXT)).isInstanceOfSatisfying(ProviderException.class,
                e -> assertThat(e.kind()).isEqualTo(FailureKind.INTERNAL));
        assertThat(kie.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'code':200,'data':{'taskId':'t1','state':'success'}}",
        "{'code':501,'data':{'task_id':'t1'}}",
        "{'code':200,'data':{'taskId':'t1','info':{'resultUrls':['https://x.example.com/v.mp4']},'fallbackFlag':false}}",
        "{'code':200,'data':{'taskId':'t1','info':{'result_urls':['https://x.example.com/a.png']}}}",
        "{'code':200,'data':{'taskId':'t1','info':{'resultImageUrl':'https://x.example.com/a.png'}}}",
        "{'code':200,'data':{'task_id':'t1','video_id':'v1','video_url':'https://x.example.com/v.mp4'}}",
        "{'code':200,'data':{'callbackType':'text','task_id':'t1','data':[]}}",
        "{'code':200,'data':{'callbackType':'first','task_id':'t1','data':[{'id':'a1'}]}}",
        "{'code':200,'data':{'callbackType':'complete','task_id':'t1','data':[{'id':'a1'},{'id':'a2'}]}}",
        "{'code':451,'data':{'callbackType':'error','task_id':'t1','data':null}}",
        "{'taskId':'t1','data':{'result_video_url':'https://x.example.com/v.mp4'}}"})
    void a_callback_is_a_reason_to_look(String body) {
        assertThat(callback(json5(body))).isEqualTo(new CallbackReading.Trigger(new ProviderJobId("t1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{", "{}", "{'data':null}", "{'data':{'taskId':{}}}",
        "{'data':{'taskId':' '}}",
        "{'data':{'taskId':'a\\u0000b'}}", "\u0000", "{'data':{'taskId':true}}"})
    void a_callback_without_a_task_is_irrelevant(String body) {
        assertThat(callback(json5(body))).isInstanceOf(CallbackReading.Irrelevant.class);
        assertThat(callback("{\"taskId\":\"" + "x".repeat(201) + "\"}")).isInstanceOf(CallbackReading.Irrelevant.class);
    }

    private ProviderUpdate submit(@Nullable URI callback) {
        return submit("jobs", callback);
    }

    private ProviderUpdate submit(String operation, @Nullable URI callback) {
        var prompt = StringNode.valueOf("Käse \"& Brot\"");
        var request = new AppliedRequest("nano-banana-2", operation, List.of(
                new AppliedField("prompt", AppliedField.How.APPLIED, prompt, Map.of("input.prompt", prompt)),
                new AppliedField("numberOfGenerations", AppliedField.How.APPLIED, IntNode.valueOf(2),
                        Map.of("input.max_images", IntNode.valueOf(2))),
                new AppliedField("resolution", AppliedField.How.APPLIED, StringNode.valueOf("1K"), Map.of())),
                Map.of("model", StringNode.valueOf("nano-banana-2")), List.of());
        var body = request.body(SentFiles.Resolver.REFERENCES);
        if (callback != null) {
            body.put("callBackUrl", callback.toString());
        }
        return adapter.generate(new ProviderCall(JobId.create(), Category.TEXT_TO_IMAGE, request, body, KEY, callback));
    }

    private ProviderUpdate check() {
        return adapter.check(JOB, KEY);
    }

    private ProviderUpdate check(String operation, Category category) {
        return adapter.check(new ProviderJob(new ProviderJobId("t1"), "any-model", operation, category), KEY);
    }

    private void record(String data) {
        kie.answers(200, json5("{'code':200,'msg':'success','data':" + data + "}"));
    }

    private CallbackReading callback(String body) {
        return adapter.callback(
                new WebhookReceived(KieAdapter.ID, JobId.create(), "e1", Map.of(), body, Instant.now()));
    }

    private static String json5(String text) {
        return text.replace('\'', '"');
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
