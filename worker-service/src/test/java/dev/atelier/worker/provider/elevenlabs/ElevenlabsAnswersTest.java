package dev.atelier.worker.provider.elevenlabs;

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

/** What ElevenLabs is sent, and what its answers mean; how it behaves as a whole is {@link ElevenlabsAdapterTest}'s. */
class ElevenlabsAnswersTest {
    private static final Secret KEY = new Secret("xi-0123456789");
    private static final ProviderJobId ID = new ProviderJobId("JWr5N6X9");
    private static final JobId JOB = JobId.create();

    private final ScriptedProvider elevenlabs = new ScriptedProvider();
    private final ElevenlabsProperties properties = new ElevenlabsProperties(elevenlabs.url(), Duration.ofSeconds(1),
            Duration.ofSeconds(5), DataSize.ofMegabytes(1), Duration.ofSeconds(11));
    private final ProviderHttp http = new ProviderHttp(ElevenlabsAdapter.NAME, properties.http(), Clock.systemUTC(),
            ElevenlabsApi.HEADERS);
    private final ElevenlabsAdapter adapter = ElevenlabsAdapter.create(properties, http);

    @AfterEach
    void close() {
        elevenlabs.close();
        http.close();
    }

    @Test
    void the_voice_and_the_format_stand_in_the_address_and_the_answer_is_the_sound() {
        elevenlabs.answers(200, "ID3\u0004sound", "Content-Type: audio/mpeg", "request-id: r1");

        assertThat(generate("text-to-speech", Map.of("text", "Käse", "$url.voice_id", "George/../x",
                "$url.output_format", "mp3_44100_128"))).isInstanceOfSatisfying(Completed.class, it -> {
                    assertThat(it.id()).isEqualTo(new ProviderJobId("r1"));
                    assertThat(it.outputs()).singleElement().isInstanceOfSatisfying(Inline.class, sound -> {
                        assertThat(sound.type()).isEqualTo(OutputType.AUDIO);
                        assertThat(sound.contentType()).isEqualTo("audio/mpeg");
                        assertThat(sound.bytes()).hasSize(9);
                    });
                });

        assertThat(elevenlabs.requests()).singleElement().satisfies(it -> {
            assertThat(it.line()).isEqualTo(
                    "POST /v1/text-to-speech/George%2F..%2Fx?output_format=mp3_44100_128 HTTP/1.1");
            assertThat(it.header("xi-api-key")).contains("xi-0123456789");
            assertThat(it.header("content-type")).contains("application/json");
            assertThat(it.text()).isEqualTo("{\"text\":\"Käse\"}");
        });
    }

    @ParameterizedTest
    @CsvSource({"sound-generation, /v1/sound-generation, request-id", "music, /v1/music, song-id"})
    void each_kind_of_sound_has_its_path_and_its_id(String operation, String path, String header) {
        elevenlabs.answers(200, "OggS", "Content-Type: audio/ogg", header + ": s1")
                .answers(200, "raw", "Content-Type: audio/basic");

        assertThat(generate(operation, Map.of("text", "x")).id()).isEqualTo(new ProviderJobId("s1"));
        assertThat(generate(operation, Map.of("text", "x"))).isInstanceOfSatisfying(Completed.class, it -> {
            assertThat(it.id()).isEqualTo(new ProviderJobId(JOB.toString()));
            assertThat(((Inline) it.outputs().getFirst()).contentType()).isEqualTo("audio/basic");
        });
        assertThat(elevenlabs.requests().getFirst().line()).isEqualTo("POST " + path + " HTTP/1.1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "400 | {'detail':{'status':'max_character_limit_exceeded','message':'x'}} | INVALID_INPUT |",
        "400 | {'detail':{'status':'voice_not_found','message':'x'}} | INVALID_INPUT |",
        "422 | {'detail':[{'loc':['body','text'],'msg':'Field required','type':'missing'}]} | INVALID_INPUT |",
        "400 | {'detail':{'status':'quota_exceeded','message':'x'}} | INSUFFICIENT_CREDIT |",
        "401 | {'detail':{'status':'quota_exceeded','message':'x'}} | INSUFFICIENT_CREDIT |",
        "401 | {'detail':{'status':'invalid_api_key','message':'x'}} | CREDENTIALS_REFUSED |",
        "401 | {'detail':{'type':'authentication_error','code':'missing_permissions'}} | CREDENTIALS_REFUSED |",
        "402 | {'detail':{'status':'paid_plan_required','message':'x'}} | MODEL_UNAVAILABLE |",
        "403 | {'detail':{'status':'only_for_creator+','message':'x'}} | MODEL_UNAVAILABLE |",
        "403 | <html> | MODEL_UNAVAILABLE |", "404 | {'detail':'Not Found'} | MODEL_UNAVAILABLE |",
        "400 | {'detail':{'status':'bad_prompt','message':'x'}} | CONTENT_REJECTED |",
        "400 | {'detail':{'status':'odd','message':'it violates our terms'}} | CONTENT_REJECTED |",
        "429 | {'detail':{'status':'too_many_concurrent_requests'}} | RATE_LIMITED | 11",
        "429 | {'detail':{'status':'system_busy'}} | RATE_LIMITED | 11",
        "500 | {'detail':{'status':'quota_exceeded'}} | OUTCOME_UNKNOWN |", "503 | <html> | OUTCOME_UNKNOWN |",
        "408 | '' | OUTCOME_UNKNOWN |", "200 | <html> | OUTCOME_UNKNOWN |", "200 | '' | OUTCOME_UNKNOWN |",
        "200 | {'detail':{'status':'quota_exceeded'}} | OUTCOME_UNKNOWN |"})
    void a_submission_that_is_not_accepted_says_why(int status, String body, FailureKind kind, Long seconds) {
        elevenlabs.answers(status, json(body)).answers(status, json(body));

        for (var operation : List.of("music", "flows-image")) {
            assertThatThrownBy(() -> generate(operation, Map.of("prompt", "x")))
                    .isInstanceOfSatisfying(ProviderException.class, e -> {
                        assertThat(e.kind()).isEqualTo(kind);
                        assertThat(e.failure().message()).contains("ElevenLabs");
                        assertThat(e.failure().retryIn())
                                .isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds));
                    });
        }
        assertThat(elevenlabs.requests()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'id':'JWr5N6X9','status':'pending'}", "{'id':'JWr5N6X9','status':'failed'}",
        "{'id':'JWr5N6X9'}"})
    void what_has_an_id_was_taken_whatever_else_the_answer_says(String body) {
        elevenlabs.answers(200, json(body));

        assertThat(generate("flows-video", Map.of("prompt", "x"))).isEqualTo(new Processing(ID, null));
        assertThat(elevenlabs.requests().getFirst().line()).isEqualTo("POST /v1/flows/video HTTP/1.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pending", "generating"})
    void what_it_works_on_is_processing(String status) {
        elevenlabs.answers(200, json("{'id':'JWr5N6X9','status':'" + status + "'}"));

        assertThat(check()).isEqualTo(new Processing(ID, null));
        assertThat(elevenlabs.requests().getFirst().line()).isEqualTo("GET /v1/flows/image/JWr5N6X9 HTTP/1.1");
    }

    @Test
    void a_link_is_good_for_less_than_an_hour_and_says_nothing_about_its_file() {
        elevenlabs.answers(200, json("{'id':'JWr5N6X9','status':'completed','content_mime_type':'image/png',"
                + "'content_url':'https://storage.example.com/generations/JWr5N6X9?sig=a'}"));

        assertThat(check()).isInstanceOfSatisfying(Completed.class,
                it -> assertThat(it.outputs()).singleElement().isInstanceOfSatisfying(Hosted.class, file -> {
                    assertThat(file.type()).isEqualTo(OutputType.IMAGE);
                    assertThat(file.contentType()).isEqualTo("image/png");
                    assertThat(file.url())
                            .isEqualTo(URI.create("https://storage.example.com/generations/JWr5N6X9?sig=a"));
                    assertThat(file.expiresAt()).isBetween(Instant.now().plus(Duration.ofMinutes(50)),
                            Instant.now().plus(Duration.ofMinutes(60)));
                }));
    }

    @ParameterizedTest
    @CsvSource({"moderated, CONTENT_REJECTED", "invalid_parameters, INVALID_INPUT",
        "charging_failed, INSUFFICIENT_CREDIT", "timeout, PROVIDER_FAILED", "model_error, PROVIDER_FAILED",
        "internal_error, PROVIDER_FAILED", "dependency_failed, PROVIDER_FAILED", "boredom, PROVIDER_FAILED"})
    void a_failed_generation_says_why(String reason, FailureKind kind) {
        elevenlabs.answers(200, json("{'id':'JWr5N6X9','status':'failed','failure_reason':'" + reason
                + "','error_message':'Oh'}"));

        assertThat(check()).isInstanceOfSatisfying(Failed.class, it -> {
            assertThat(it.failure().kind()).isEqualTo(kind);
            assertThat(it.id()).isEqualTo(ID);
        });
    }

    @Test
    void a_success_without_a_file_is_no_success() {
        elevenlabs.answers(200, json("{'id':'JWr5N6X9','status':'completed','content_url':'generations/x'}"));

        assertThat(check()).isInstanceOfSatisfying(Failed.class,
                it -> assertThat(it.failure().kind()).isEqualTo(FailureKind.OUTPUT_UNAVAILABLE));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "200 | {'id':'JWr5N6X9','status':'reticulating'} | MALFORMED_RESPONSE |",
        "200 | {'id':'another','status':'pending'} | MALFORMED_RESPONSE |", "200 | {'i | MALFORMED_RESPONSE |",
        "401 | {'detail':{'status':'invalid_api_key'}} | CREDENTIALS_REFUSED |",
        "404 | {'detail':{'status':'generation_not_found'}} | PROVIDER_UNAVAILABLE | 5",
        "429 | {'detail':{'status':'system_busy'}} | RATE_LIMITED | 11", "500 | <html> | PROVIDER_UNAVAILABLE |"})
    void a_question_that_fails_says_why(int status, String body, FailureKind kind, Long seconds) {
        elevenlabs.answers(status, json(body));

        assertThatThrownBy(this::check).isInstanceOfSatisfying(ProviderException.class, e -> {
            assertThat(e.kind()).isEqualTo(kind);
            assertThat(e.failure().retryIn()).isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds));
        });
    }

    @Test
    void what_runs_may_be_the_one_whose_answer_was_lost() {
        elevenlabs.answers(200, json("{'generations':[{'id':'g4','status':'generating'},{'id':'g3','status':'pending'},"
                + "{'id':'g2','status':'completed'},{'id':'g1','status':'failed'}],'has_more':false}"));

        assertThat(adapter.lookUp(request("flows-image", Map.of("prompt", "x")), Duration.ofMinutes(1), KEY))
                .containsExactly(new ProviderJobId("g4"), new ProviderJobId("g3"));
        assertThat(elevenlabs.requests().getFirst().line())
                .isEqualTo("GET /v1/flows/image?model_id=some%2Bmodel&page_size=30 HTTP/1.1");
    }

    @Test
    void a_list_that_cannot_be_read_is_no_evidence() {
        elevenlabs.answers(200, "{}").answers(500, "{}");

        assertThatThrownBy(() -> adapter.lookUp(request("flows-image", Map.of()), Duration.ofMinutes(1), KEY))
                .isInstanceOfSatisfying(ProviderException.class,
                        e -> assertThat(e.kind()).isEqualTo(FailureKind.MALFORMED_RESPONSE));
        assertThatThrownBy(() -> adapter.lookUp(request("flows-image", Map.of()), Duration.ofMinutes(1), KEY))
                .isInstanceOfSatisfying(ProviderException.class,
                        e -> assertThat(e.kind()).isEqualTo(FailureKind.PROVIDER_UNAVAILABLE));
    }

    @Test
    void sounds_cannot_be_looked_up_or_asked_about() {
        assertThat(adapter.lookUp(request("music", Map.of("prompt", "x")), Duration.ofMinutes(1), KEY)).isEmpty();
        assertThatThrownBy(() -> adapter.check(new ProviderJob(ID, "m", "music", Category.TEXT_TO_MUSIC), KEY))
                .isInstanceOfSatisfying(ProviderException.class,
                        e -> assertThat(e.kind()).isEqualTo(FailureKind.INTERNAL));
        assertThat(elevenlabs.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'type':'flows_generation','data':{'id':'JWr5N6X9','status':'completed'}}",
        "{'id':'JWr5N6X9','status':'failed','failure_reason':'timeout'}"})
    void a_callback_is_a_reason_to_look(String body) {
        assertThat(callback(json(body))).isEqualTo(new CallbackReading.Trigger(ID));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'type':'post_call_transcription','data':{'conversation_id':'c1','status':'done'}}",
        "{'data':{'id':'JWr5N6X9','status':'generating'}}", "{'data':{'status':'completed'}}"})
    void a_callback_about_something_else_is_irrelevant(String body) {
        assertThat(callback(json(body))).isInstanceOf(CallbackReading.Irrelevant.class);
    }

    private static AppliedRequest request(String operation, Map<String, String> body) {
        return new AppliedRequest("some+model", operation,
                body.entrySet()
                        .stream()
                        .map(it -> new AppliedField(it.getKey(), AppliedField.How.APPLIED,
                                StringNode.valueOf(it.getValue()),
                                Map.of(it.getKey(), StringNode.valueOf(it.getValue()))))
                        .toList(),
                Map.of(), List.of());
    }

    private ProviderUpdate generate(String operation, Map<String, String> body) {
        var request = request(operation, body);
        return adapter.generate(new ProviderCall(JOB, Category.TEXT_TO_IMAGE, request,
                request.body(SentFiles.Resolver.REFERENCES), KEY, null));
    }

    private ProviderUpdate check() {
        return adapter.check(new ProviderJob(ID, "some-model", "flows-image", Category.TEXT_TO_IMAGE), KEY);
    }

    private CallbackReading callback(String body) {
        return adapter.callback(new WebhookReceived(ElevenlabsAdapter.ID, null, "e1", Map.of(), body, Instant.now()));
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
