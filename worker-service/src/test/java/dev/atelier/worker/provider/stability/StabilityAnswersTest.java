package dev.atelier.worker.provider.stability;

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

/** What Stability AI is sent, and what its answers mean; how it behaves as a whole is {@link StabilityAdapterTest}'s. */
class StabilityAnswersTest {
    private static final Secret KEY = new Secret("sk-0123456789");
    private static final ProviderJobId ID = new ProviderJobId("a6dc6c6e");
    private static final JobId JOB = JobId.create();
    /** The first bytes of a PNG. */
    private static final String PNG = "iVBORw0KGgo=";

    private final ScriptedProvider stability = new ScriptedProvider();
    private final StabilityProperties properties = new StabilityProperties(stability.url(), Duration.ofSeconds(1),
            Duration.ofSeconds(5), DataSize.ofMegabytes(1), Duration.ofSeconds(61));
    private final ProviderHttp http = new ProviderHttp(StabilityAdapter.NAME, properties.http(), Clock.systemUTC());
    private final StabilityAdapter adapter = StabilityAdapter.create(properties, http);

    @AfterEach
    void close() {
        stability.close();
        http.close();
    }

    @Test
    void a_submission_is_a_form_even_without_a_file() {
        stability.answers(200, json("{'image':'" + PNG + "','finish_reason':'SUCCESS','seed':7}"), "x-request-id: r1");

        assertThat(generate("core")).isInstanceOfSatisfying(Completed.class, it -> {
            assertThat(it.id()).isEqualTo(new ProviderJobId("r1"));
            assertThat(it.outputs()).singleElement().isInstanceOfSatisfying(Inline.class, file -> {
                assertThat(file.type()).isEqualTo(OutputType.IMAGE);
                assertThat(file.contentType()).isEqualTo("image/png");
                assertThat(file.bytes()).hasSize(8);
            });
        });

        assertThat(stability.requests()).singleElement().satisfies(it -> {
            assertThat(it.line()).isEqualTo("POST /v2beta/stable-image/generate/core HTTP/1.1");
            assertThat(it.header("authorization")).contains("Bearer sk-0123456789");
            assertThat(it.header("accept")).contains("application/json");
            assertThat(it.header("content-type").orElseThrow()).startsWith("multipart/form-data; boundary=");
            assertThat(it.text()).contains("name=\"prompt\"\r\n\r\nKäse\r\n");
        });
    }

    @Test
    void without_a_request_id_the_jobs_own_stands_for_it() {
        stability.answers(200, json("{'image':'" + PNG + "','finish_reason':'SUCCESS'}"));

        assertThat(generate("sd3").id()).isEqualTo(new ProviderJobId(JOB.toString()));
    }

    @ParameterizedTest
    @CsvSource({"CONTENT_FILTERED, CONTENT_REJECTED", "ERROR, PROVIDER_FAILED"})
    void a_picture_that_is_not_to_be_had_is_a_failure_although_the_status_is_200(String reason, FailureKind kind) {
        stability.answers(200, json("{'image':'" + PNG + "','finish_reason':'" + reason + "','seed':7}"))
                .answers(200, json("{'result':'" + PNG + "','finish_reason':'" + reason + "'}"));

        assertThat(List.of(generate("ultra"), check("creative-upscale"))).allSatisfy(
                update -> assertThat(update).isInstanceOfSatisfying(Failed.class,
                        it -> assertThat(it.failure().kind()).isEqualTo(kind)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "400 | {'id':'e','name':'bad_request','errors':['prompt: must not be empty']} | INVALID_INPUT |",
        "400 | {'id':'e','name':'insufficient_credits','errors':['x']} | INSUFFICIENT_CREDIT |",
        "401 | {'id':'e','name':'unauthorized','message':'x'} | CREDENTIALS_REFUSED |",
        "402 | {'id':'e','name':'payment_required','errors':['x']} | INSUFFICIENT_CREDIT |",
        "429 | {'id':'e','name':'insufficient_balance','errors':['x']} | INSUFFICIENT_CREDIT |",
        "403 | {'id':'e','name':'content_moderation','errors':['x']} | CONTENT_REJECTED |",
        "403 | {'id':'e','name':'forbidden','errors':['x']} | CREDENTIALS_REFUSED |",
        "404 | {'id':'e','name':'not_found','errors':['x']} | MODEL_UNAVAILABLE |",
        "413 | {'id':'e','name':'payload_too_large','errors':['x']} | INVALID_INPUT |",
        "422 | {'id':'e','name':'invalid_language','errors':['English only']} | INVALID_INPUT |",
        "422 | {'id':'e','name':'public_figure','errors':['x']} | CONTENT_REJECTED |",
        "422 | {'id':'e','name':'copyrighted_content','errors':['x']} | CONTENT_REJECTED |",
        "429 | {'id':'e','name':'rate_limit_exceeded','errors':['x']} | RATE_LIMITED | 61",
        "429 | <html> | RATE_LIMITED | 61",
        "500 | {'id':'e','name':'internal_error','errors':['x']} | OUTCOME_UNKNOWN |",
        "503 | <html> | OUTCOME_UNKNOWN |", "200 | <html> | OUTCOME_UNKNOWN |", "200 | {'ima | OUTCOME_UNKNOWN |",
        "200 | {'id':'e','name':'internal_error','errors':['x']} | OUTCOME_UNKNOWN |",
        "200 | {'finish_reason':'SUCCESS'} | OUTCOME_UNKNOWN |",
        "200 | {'image':'not base64!','finish_reason':'SUCCESS'} | OUTCOME_UNKNOWN |",
        "200 | {'image':'iVBORw0KGgo=','finish_reason':'TIRED'} | OUTCOME_UNKNOWN |"})
    void a_submission_that_is_not_accepted_says_why(int status, String body, FailureKind kind, Long seconds) {
        stability.answers(status, json(body)).answers(status, json(body));

        for (var operation : List.of("sd3", "stable-audio")) {
            assertThatThrownBy(() -> generate(operation)).isInstanceOfSatisfying(ProviderException.class, e -> {
                assertThat(e.kind()).isEqualTo(kind);
                assertThat(e.failure().message()).contains("Stability AI");
                assertThat(e.failure().retryIn()).isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds));
            });
        }
        assertThat(stability.requests()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"creative-upscale, 200", "relight, 200", "stable-audio, 202"})
    void what_goes_on_is_named_by_the_answer(String operation, int status) {
        stability.answers(status, json("{'id':'a6dc6c6e'}"));

        assertThat(generate(operation)).isEqualTo(new Processing(ID, null));
    }

    @ParameterizedTest
    @CsvSource({"creative-upscale, /v2beta/results/a6dc6c6e", "relight, /v2beta/results/a6dc6c6e",
        "stable-audio, /v2beta/audio/results/a6dc6c6e"})
    void a_result_is_asked_for_with_the_same_key(String operation, String path) {
        stability.answers(202, json("{'id':'a6dc6c6e','status':'in-progress'}"));

        assertThat(check(operation)).isEqualTo(new Processing(ID, null));
        assertThat(stability.requests()).singleElement().satisfies(it -> {
            assertThat(it.line()).isEqualTo("GET " + path + " HTTP/1.1");
            assertThat(it.header("authorization")).contains("Bearer sk-0123456789");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"image", "audio", "base64", "result"})
    void a_result_stands_under_one_of_several_names(String field) {
        stability.answers(200, json("{'" + field + "':'" + PNG + "','finish_reason':'SUCCESS','seed':1}"));

        assertThat(check("creative-upscale")).isInstanceOfSatisfying(Completed.class,
                it -> assertThat(it.outputs()).singleElement().isInstanceOf(Inline.class));
    }

    @Test
    void a_result_may_come_as_the_file_itself() {
        stability.answers(200, "ID3\u0004sound", "Content-Type: audio/mpeg", "finish-reason: SUCCESS");

        assertThat(check("stable-audio")).isInstanceOfAny(Completed.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "403 | {'id':'e','name':'content_moderation','errors':['x']} | CONTENT_REJECTED",
        "400 | {'id':'e','name':'bad_request','errors':['image: too small']} | INVALID_INPUT",
        "422 | {'id':'e','name':'public_figure','errors':['x']} | CONTENT_REJECTED"})
    void a_result_may_be_an_error(int status, String body, FailureKind kind) {
        stability.answers(status, json(body));

        assertThat(check("relight")).isInstanceOfSatisfying(Failed.class,
                it -> assertThat(it.failure().kind()).isEqualTo(kind));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "202 | {'id':'a6dc6c6e','status':'reticulating'} | MALFORMED_RESPONSE |", "202 | {} | MALFORMED_RESPONSE |",
        "200 | {'fini | MALFORMED_RESPONSE |", "200 | {'finish_reason':'SUCCESS'} | MALFORMED_RESPONSE |",
        "401 | {'id':'e','name':'unauthorized','message':'x'} | CREDENTIALS_REFUSED |",
        "404 | {'id':'e','name':'not_found','errors':['x']} | PROVIDER_UNAVAILABLE | 10",
        "429 | {'id':'e','name':'rate_limit_exceeded','errors':['x']} | RATE_LIMITED | 61",
        "500 | {'id':'e','name':'internal_error','errors':['x']} | PROVIDER_UNAVAILABLE | 10"})
    void a_question_that_fails_says_why(int status, String body, FailureKind kind, Long seconds) {
        stability.answers(status, json(body));

        assertThatThrownBy(() -> check("creative-upscale")).isInstanceOfSatisfying(ProviderException.class, e -> {
            assertThat(e.kind()).isEqualTo(kind);
            assertThat(e.failure().retryIn()).isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds));
        });
    }

    @Test
    void what_delivers_in_the_answer_is_not_asked_about() {
        assertThatThrownBy(() -> check("core")).isInstanceOfSatisfying(ProviderException.class,
                e -> assertThat(e.kind()).isEqualTo(FailureKind.INTERNAL));
        assertThat(stability.requests()).isEmpty();
    }

    @Test
    void there_are_no_callbacks() {
        assertThat(adapter.callback(new WebhookReceived(StabilityAdapter.ID, null, "e1", Map.of(),
                json("{'id':'a6dc6c6e','status':'done'}"), Instant.now())))
                .isInstanceOf(CallbackReading.Irrelevant.class);
    }

    private ProviderUpdate generate(String operation) {
        var prompt = StringNode.valueOf("Käse");
        var request = new AppliedRequest("some-model", operation,
                List.of(new AppliedField("prompt", AppliedField.How.APPLIED, prompt, Map.of("prompt", prompt))),
                Map.of(), List.of());
        return adapter.generate(new ProviderCall(JOB, Category.TEXT_TO_IMAGE, request,
                request.body(SentFiles.Resolver.REFERENCES), KEY, null));
    }

    private ProviderUpdate check(String operation) {
        return adapter.check(new ProviderJob(ID, "some-model", operation, Category.IMAGE_TO_IMAGE), KEY);
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
