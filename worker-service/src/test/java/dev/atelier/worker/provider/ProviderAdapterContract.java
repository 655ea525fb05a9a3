package dev.atelier.worker.provider;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

import dev.atelier.catalog.AppliedRequest;
import dev.atelier.catalog.BodyBuilder;
import dev.atelier.catalog.Category;
import dev.atelier.catalog.Mode;
import dev.atelier.catalog.ProviderId;
import dev.atelier.catalog.ProviderSpec;
import dev.atelier.credential.Secret;
import dev.atelier.job.FailureKind;
import dev.atelier.job.JobFailure;
import dev.atelier.job.JobId;
import dev.atelier.job.ProviderJobId;
import dev.atelier.output.MediaTypes;
import dev.atelier.output.OutputType;
import dev.atelier.output.ProducedOutput;
import dev.atelier.output.ProducedOutput.Hosted;
import dev.atelier.output.ProducedOutput.Inline;
import dev.atelier.webhook.WebhookReceived;
import dev.atelier.worker.provider.CallbackReading.Irrelevant;
import dev.atelier.worker.provider.CallbackReading.Trigger;
import dev.atelier.worker.provider.PackagedCatalog.Model;
import dev.atelier.worker.provider.ProviderUpdate.Completed;
import dev.atelier.worker.provider.ProviderUpdate.Failed;
import dev.atelier.worker.provider.ProviderUpdate.Processing;

import static dev.atelier.job.FailureKind.CONTENT_REJECTED;
import static dev.atelier.job.FailureKind.CREDENTIALS_REFUSED;
import static dev.atelier.job.FailureKind.INSUFFICIENT_CREDIT;
import static dev.atelier.job.FailureKind.INTERNAL;
import static dev.atelier.job.FailureKind.INVALID_INPUT;
import static dev.atelier.job.FailureKind.MALFORMED_RESPONSE;
import static dev.atelier.job.FailureKind.MODEL_UNAVAILABLE;
import static dev.atelier.job.FailureKind.OUTCOME_UNKNOWN;
import static dev.atelier.job.FailureKind.PROVIDER_FAILED;
import static dev.atelier.job.FailureKind.PROVIDER_UNAVAILABLE;
import static dev.atelier.job.FailureKind.RATE_LIMITED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What every adapter does, whatever its provider, shown over HTTP against the simulator. An adapter's test extends it; what is
 * special about its provider stands in tests of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ProviderAdapterContract {
    private static final Secret KEY = new Secret("contract-key-7f3a91");
    private static final Secret WRONG_KEY = new Secret("wrong-key-5b2c44");
    private static final String PROMPT = Samples.PROMPT;
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(2);

    private final ProviderId provider;
    private final PackagedCatalog catalog;
    private final Model model;
    private final ProviderHttp http;
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private RunningSimulator simulator;
    private ProviderAdapter adapter;

    protected ProviderAdapterContract(ProviderId provider, String name) {
        this(provider, name, PackagedCatalog.of(provider));
    }

    /** @param catalog its models are tried; the first of them is what is tried with each fault */
    protected ProviderAdapterContract(ProviderId provider, String name, PackagedCatalog catalog) {
        this(provider, name, catalog, Map.of());
    }

    /** @param headers that the provider wants to see with every call */
    @SuppressWarnings("NullAway.Init") // the simulator is started before all tests
    protected ProviderAdapterContract(ProviderId provider, String name, PackagedCatalog catalog,
            Map<String, String> headers) {
        this.provider = provider;
        this.catalog = catalog;
        this.model = catalog.models().getFirst();
        this.http = new ProviderHttp(name,
                new ProviderHttp.Settings(Duration.ofSeconds(1), CALL_TIMEOUT, DataSize.ofMegabytes(8)),
                Clock.systemUTC(), headers);
    }

    /** Whether this provider may answer with an error inside of a success. */
    protected boolean hidesErrorsInSuccess() {
        return false;
    }

    /** What it makes of an account without credit. */
    protected FailureKind whenThereIsNoCredit() {
        return INSUFFICIENT_CREDIT;
    }

    /** Whether it says how long to wait when it is asked too often. */
    protected boolean saysHowLongToWait() {
        return true;
    }

    /** Whether it refuses fields that it does not know, as its published contract says. */
    protected boolean refusesUnknownFields() {
        return true;
    }

    /** What a submission that was refused for a server's error leaves us with. */
    protected FailureKind afterAServerError() {
        return OUTCOME_UNKNOWN;
    }

    /** What leaves for a call: its body, and beside it what only the adapter knows, such as our job's id. */
    protected ObjectNode sent(ProviderCall call) {
        return call.body();
    }

    /** Where a job of this model is called back when a test does not care; null unless the provider takes none without. */
    protected @Nullable URI usualCallback(Model model) {
        return null;
    }

    /**
     * What a job that the provider fails leaves us with. Where something is made while the call waits, that may look like any
     * other error of a server.
     */
    protected FailureKind whenItFails() {
        return PROVIDER_FAILED;
    }

    /** Which part of the simulator stands in for it. */
    protected ProviderId simulatedAs() {
        return provider;
    }

    private void onlyWhenItDeliversLater() {
        Assumptions.assumeTrue(model.mode() == Mode.ASYNC, "it delivers in the answer");
    }

    /** The adapter, speaking to its part of a simulator. */
    protected abstract ProviderAdapter adapter(URI simulator, ProviderHttp http);

    @BeforeAll
    void start() {
        simulator = new RunningSimulator(simulatedAs(), KEY);
        adapter = adapter(simulator.url(), http);
    }

    @AfterAll
    void stop() {
        http.close();
        simulator.close();
    }

    @BeforeEach
    void reset() {
        simulator.reset();
        log.list.clear();
        log.start();
        ours().setLevel(Level.TRACE);
        ours().addAppender(log);
    }

    @AfterEach
    void no_log_line_holds_a_key_or_a_prompt() {
        ours().detachAppender(log);
        ours().setLevel(null);
        assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage)
                .noneMatch(it -> it.contains(KEY.value()) || it.contains(WRONG_KEY.value()) || it.contains(PROMPT));
    }

    private static Logger ours() {
        return (Logger) LoggerFactory.getLogger("dev.atelier.worker");
    }

    @Test
    void it_says_whose_it_is() {
        assertThat(adapter.provider()).isEqualTo(provider);
    }

    @TestFactory
    Stream<DynamicTest> every_model_delivers_what_its_category_says() {
        return catalog.models().stream().map(it -> DynamicTest.dynamicTest(it.slug(), () -> delivers(it)));
    }

    private void delivers(Model it) throws IOException {
        simulator.reset();
        faults("{'delay':'200ms'}");
        var taken = generate(call(it, Map.of()));

        assertThat(taken).isInstanceOf(it.mode() == Mode.ASYNC ? Processing.class : Completed.class);
        var completed = ended(it, taken, Completed.class);
        assertThat(completed.id()).isNotNull();
        for (var output : completed.outputs()) {
            assertThat(output.type()).isEqualTo(made(it.category()));
            switch (output) {
                case Hosted file -> {
                    assertThat(file.expiresAt()).satisfiesAnyOf(at -> assertThat(at).isNull(),
                            at -> assertThat(at).isAfter(Instant.now()));
                    var key = adapter.fileKey(file.url(), KEY);
                    var answer = simulator.download(file.url(), key);
                    assertThat(answer.statusCode()).isEqualTo(200);
                    assertThat(MediaTypes.sniff(answer.body())).startsWith(file.type().name().toLowerCase(Locale.ROOT));
                }
                case Inline file -> assertThat(MediaTypes.sniff(file.bytes()))
                        .startsWith(file.type().name().toLowerCase(Locale.ROOT));
                case ProducedOutput.Text words -> assertThat(words.text()).isNotBlank();
                case ProducedOutput.Stored file -> throw new AssertionError("an adapter knows no store: " + file);
            }
        }
        assertThat(charges()).isEqualTo(1);
    }

    private static OutputType made(Category category) {
        return switch (category) {
            case TEXT_TO_IMAGE, IMAGE_TO_IMAGE -> OutputType.IMAGE;
            case TEXT_TO_VIDEO, IMAGE_TO_VIDEO -> OutputType.VIDEO;
            case TEXT_TO_SPEECH, TEXT_TO_MUSIC -> OutputType.AUDIO;
            case TEXT -> OutputType.TEXT;
        };
    }

    @Test
    void a_job_that_is_done_at_once_is_taken_or_completed_with_its_id() {
        faults("{'delay':'0s'}");

        var update = generate(call(Map.of()));

        assertThat(update).isInstanceOfAny(Processing.class, Completed.class);
        assertThat(update.id()).isNotNull();
        assertThat(ended(update, Completed.class).id()).isEqualTo(update.id());
    }

    @Test
    void many_jobs_at_once_are_many_jobs() throws InterruptedException, ExecutionException {
        var ids = new ArrayList<@Nullable ProviderJobId>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<@Nullable ProviderJobId> one = () -> generate(call(Map.of())).id();
            for (var it : threads.invokeAll(Stream.generate(() -> one).limit(40).toList())) {
                ids.add(it.get());
            }
        }

        assertThat(ids).doesNotContainNull().doesNotHaveDuplicates().hasSize(40);
        assertThat(charges()).isEqualTo(40);
    }

    @Test
    void an_unknown_status_is_malformed_and_never_processing() {
        onlyWhenItDeliversLater();
        var taken = generate(call(Map.of()));
        faults("{'unknownStatusPercent':100}");

        assertThat(failure(() -> check(taken)).kind()).isEqualTo(MALFORMED_RESPONSE);

        faults("{}");
        assertThat(check(taken)).isInstanceOf(Processing.class);
    }

    @Test
    void a_job_beyond_the_rate_is_put_off_for_as_long_as_the_provider_says() {
        faults("{'rateLimitedPercent':100}");

        var failure = failure(() -> generate(call(Map.of())));

        assertThat(failure.kind()).isEqualTo(RATE_LIMITED);
        if (saysHowLongToWait()) {
            assertThat(failure.retryAfter()).contains(Duration.ofSeconds(1));
        }
        assertThat(charges()).isZero();
    }

    @Test
    void a_server_error_leaves_open_whether_the_job_was_taken() {
        faults("{'serverErrorPercent':100}");

        assertThat(failure(() -> generate(call(Map.of()))).kind()).isEqualTo(afterAServerError());
    }

    @Test
    void an_error_inside_of_a_success_is_an_error() {
        Assumptions.assumeTrue(hidesErrorsInSuccess(), "it has no such habit");
        faults("{'errorInOkPercent':100}");

        assertThat(failure(() -> generate(call(Map.of()))).kind()).isEqualTo(OUTCOME_UNKNOWN);
        assertThat(charges()).isZero();
    }

    @Test
    void missing_credit_is_said() {
        faults("{'insufficientCreditPercent':100}");

        assertThat(failure(() -> generate(call(Map.of()))).kind()).isEqualTo(whenThereIsNoCredit());
        assertThat(charges()).isZero();
    }

    @Test
    void an_answer_that_cannot_be_read_leaves_the_outcome_unknown_and_is_paid_for_once() {
        faults("{'invalidJsonPercent':100}");

        assertThat(failure(() -> generate(call(Map.of()))).kind()).isEqualTo(OUTCOME_UNKNOWN);
        assertThat(charges()).isEqualTo(1);
    }

    @Test
    void an_answer_that_is_lost_leaves_the_outcome_unknown_and_is_paid_for_once() {
        faults("{'answerDroppedPercent':100}");

        assertThat(failure(() -> generate(call(Map.of()))).kind()).isEqualTo(OUTCOME_UNKNOWN);
        assertThat(charges()).isEqualTo(1);
    }

    @Test
    void so_does_one_that_is_lost_on_a_connection_in_use() {
        generate(call(Map.of()));
        faults("{'answerDroppedPercent':100}");

        assertThat(failure(() -> generate(call(Map.of()))).kind()).isEqualTo(OUTCOME_UNKNOWN);
        assertThat(charges()).isEqualTo(2);
    }

    @Test
    void so_does_one_that_comes_too_late() {
        faults("{'slowAnswerPercent':100,'slowAnswerBy':'" + CALL_TIMEOUT.plusSeconds(1) + "'}");

        assertThat(failure(() -> generate(call(Map.of()))).kind()).isEqualTo(OUTCOME_UNKNOWN);
        assertThat(charges()).isEqualTo(1);
    }

    @Test
    void a_provider_that_is_not_there_is_unavailable() throws IOException {
        var nobody = adapter(nobodyListens(), http);

        assertThat(failure(() -> nobody.generate(call(Map.of()))).kind()).isEqualTo(PROVIDER_UNAVAILABLE);
        if (model.mode() == Mode.ASYNC) {
            assertThat(failure(() -> nobody.check(job("nobody"), KEY)).kind()).isEqualTo(PROVIDER_UNAVAILABLE);
        }
    }

    @Test
    void a_wrong_key_is_refused() {
        var taken = generate(call(Map.of()));

        assertThat(failure(() -> generate(call(Map.of(), WRONG_KEY, null))).kind()).isEqualTo(CREDENTIALS_REFUSED);
        if (model.mode() == Mode.ASYNC) {
            assertThat(failure(() -> adapter.check(job(taken), WRONG_KEY)).kind()).isEqualTo(CREDENTIALS_REFUSED);
        }
        assertThat(charges()).isEqualTo(1);
    }

    @Test
    void a_job_that_moderation_refuses_has_failed_for_its_content() {
        faults("{'delay':'0s','contentRejectedPercent':100}");

        assertThat(rejected()).isEqualTo(CONTENT_REJECTED);
    }

    @Test
    void a_job_that_the_provider_fails_has_failed() {
        faults("{'delay':'0s','failPercent':100}");

        assertThat(rejected()).isEqualTo(whenItFails());
    }

    /** Said at once by some, which take no job then, and later by others. */
    private FailureKind rejected() {
        try {
            return ended(generate(call(Map.of())), Failed.class).failure().kind();
        } catch (ProviderException e) {
            return e.kind();
        }
    }

    @Test
    void a_question_that_is_not_answered_says_nothing_about_the_job() {
        onlyWhenItDeliversLater();
        var taken = generate(call(Map.of()));
        faults("{'checkErrorPercent':100}");

        assertThat(failure(() -> check(taken)).kind()).isEqualTo(PROVIDER_UNAVAILABLE);
    }

    @Test
    void a_job_that_the_provider_does_not_know_has_not_failed() {
        onlyWhenItDeliversLater();
        assertThat(failure(() -> adapter.check(job("no-such-job/../x?y=z&"), KEY)).kind())
                .isEqualTo(PROVIDER_UNAVAILABLE);
    }

    @Test
    void a_field_that_the_provider_refuses_is_invalid_input() {
        Assumptions.assumeTrue(refusesUnknownFields(), "it takes what it does not know");
        var request = model.apply(Map.of());
        var body = request.body(Samples.files());
        parentOfTheFirstField(body, request).put("strange", "x");

        var failure = failure(() -> generate(new ProviderCall(JobId.create(), model.category(), request, body, KEY,
                null)));

        assertThat(failure.kind()).isEqualTo(INVALID_INPUT);
        assertThat(charges()).isZero();
    }

    /** Where the model's own fields stand: at the root or in an object of their own. */
    private static ObjectNode parentOfTheFirstField(ObjectNode body, AppliedRequest request) {
        var place = request.fields()
                .stream()
                .flatMap(it -> it.sent().keySet().stream())
                .filter(it -> !it.matches(".*\\.\\d.*|\\$.*"))
                .findFirst()
                .orElse("");
        int dot = place.lastIndexOf('.');
        return dot < 0 ? body : (ObjectNode) body.at("/" + place.substring(0, dot).replace('.', '/'));
    }

    @Test
    void a_model_that_the_provider_does_not_have_is_refused() {
        var request = model.apply(Map.of());
        var unknown = new AppliedRequest("no-such-model", request.operation(), request.fields());
        var body = (ObjectNode) JsonMapper.shared()
                .readTree(request.body(Samples.files())
                        .toString()
                        .replace("\"" + request.model() + "\"",
                                "\"no-such-model\""));

        var failure = failure(() -> generate(new ProviderCall(JobId.create(), model.category(), unknown, body, KEY,
                null)));

        assertThat(failure.kind()).isIn(MODEL_UNAVAILABLE, INVALID_INPUT);
        assertThat(charges()).isZero();
    }

    @Test
    void an_operation_that_it_does_not_know_is_our_own_fault_and_nothing_is_sent() {
        var request = model.apply(Map.of());
        var strange = new AppliedRequest(request.model(), "no-such-operation", request.fields());

        var failure = failure(() -> generate(new ProviderCall(JobId.create(), model.category(), strange,
                request.body(Samples.files()), KEY, null)));

        assertThat(failure.kind()).isEqualTo(INTERNAL);
        assertThat(charges()).isZero();
    }

    /** Law 7: what a dry run shows is what leaves, and what leaves accounts for every field that came. */
    @TestFactory
    Stream<DynamicTest> the_body_that_leaves_is_the_one_that_a_dry_run_shows() {
        return catalog.models()
                .stream()
                .flatMap(it -> Samples.requests(it)
                        .map(request -> DynamicTest.dynamicTest(it
                                .slug() + " " + Samples.shown(request), () -> {
                                    try (var recorder = new ScriptedProvider()) {
                                        recorder.answers(500, "{}");
                                        var call = call(it, request);
                                        var sent = adapter(recorder.url(), http);
                                        assertThatThrownBy(() -> sent.generate(call))
                                                .isInstanceOf(ProviderException.class);
                                        SentBody.of(recorder.requests().getFirst()).assertHolds(sent(call));
                                    }
                                })));
    }

    @Test
    void a_callback_names_its_job() {
        faults("{'delay':'100ms'}");
        try (var gateway = new ScriptedProvider()) {
            gateway.answers(200, "{}");
            var address = gateway.url().resolve("/callback/" + JobId.create());
            if (catalog.callbacks() == ProviderSpec.Delivery.ACCOUNT) {
                simulator.accountWebhook(simulatedAs(), address);
            }

            var taken = generate(call(Map.of(), KEY,
                    catalog.callbacks() == ProviderSpec.Delivery.PER_JOB ? address : null));

            if (catalog.callbacks() != ProviderSpec.Delivery.NONE && model.mode() == Mode.ASYNC) {
                Awaitility.await().until(() -> !gateway.requests().isEmpty());
                var reading = adapter.callback(received(gateway.requests().getFirst().text()));
                assertThat(reading).isIn(new Trigger(id(taken)),
                        new CallbackReading.Settled(id(taken), check(taken)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u0000", "null", "[]", "{}", "7", "\"text\"", "{\"data\":", "{\"data\":null}",
        "{\"data\":[]}", "{\"data\":{}}", "<html></html>", "a=b&c=d"})
    void a_callback_that_cannot_be_read_is_irrelevant(String body) {
        assertThat(adapter.callback(received(body))).isInstanceOf(Irrelevant.class);
    }

    @TestFactory
    Stream<DynamicTest> the_provider_accepts_every_value_that_the_catalog_allows() {
        faults("{'delay':'0s'}");
        return catalog.models()
                .stream()
                .flatMap(it -> Samples.requests(it)
                        .map(request -> DynamicTest.dynamicTest(it.slug() + " " + Samples.shown(request),
                                () -> assertThat(generate(call(it, request)))
                                        .isInstanceOfAny(Processing.class, Completed.class))));
    }

    private ProviderUpdate generate(ProviderCall call) {
        return adapter.generate(call);
    }

    private ProviderUpdate check(ProviderUpdate taken) {
        return adapter.check(job(taken), KEY);
    }

    /** Checks until it is no longer worked on. */
    private <T extends ProviderUpdate> T ended(ProviderUpdate taken, Class<T> as) {
        return ended(model, taken, as);
    }

    private <T extends ProviderUpdate> T ended(Model of, ProviderUpdate taken, Class<T> as) {
        var ended = taken instanceof Processing
                ? Awaitility.await()
                        .until(() -> adapter.check(job(of, id(taken).value()), KEY),
                                it -> !(it instanceof Processing))
                : taken;
        assertThat(ended).isInstanceOf(as);
        return as.cast(ended);
    }

    private ProviderJob job(ProviderUpdate taken) {
        return job(id(taken).value());
    }

    private ProviderJob job(String id) {
        return job(model, id);
    }

    private static ProviderJob job(Model of, String id) {
        return new ProviderJob(new ProviderJobId(id), of.name(), of.operation(), of.category());
    }

    private static ProviderJobId id(ProviderUpdate taken) {
        var id = taken.id();
        if (id == null) {
            throw new AssertionError("the provider named no job");
        }
        return id;
    }

    private ProviderCall call(Map<String, JsonNode> fields) {
        return call(fields, KEY, null);
    }

    private ProviderCall call(Model of, Map<String, JsonNode> fields) {
        return call(of, fields, KEY, usualCallback(of));
    }

    private ProviderCall call(Map<String, JsonNode> fields, Secret key, @Nullable URI callback) {
        return call(model, fields, key, callback);
    }

    /** As a worker makes it. */
    private ProviderCall call(Model of, Map<String, JsonNode> fields, Secret key, @Nullable URI callback) {
        var request = of.apply(fields);
        var body = request.body(Samples.files());
        var place = catalog.spec().callback().sentAs();
        if (callback != null && place != null) {
            BodyBuilder.putInto(body, place, text(callback.toString()));
        }
        return new ProviderCall(JobId.create(), of.category(), request, body, key, callback);
    }

    /** What went wrong, after a look at whether its message and its stack trace keep the keys and the prompt to themselves. */
    private static JobFailure failure(ThrowingCallable call) {
        var e = catchThrowableOfType(ProviderException.class, call);
        assertThat(e).as("a call that was to fail").isNotNull();
        var trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        assertThat(List.of(trace.toString(), e.failure().toString())).allSatisfy(it -> assertThat(it)
                .doesNotContain(KEY.value(), WRONG_KEY.value(), PROMPT));
        assertThat(e.failure().message()).hasSizeBetween(10, 300).doesNotContain("Exception", "://", "\n");
        return e.failure();
    }

    private WebhookReceived received(String body) {
        return new WebhookReceived(provider, JobId.create(), "event", Map.of("content-type", "application/json"), body,
                Instant.now());
    }

    private void faults(String json) {
        simulator.faults(simulatedAs(), json);
    }

    private long charges() {
        return simulator.charges(simulatedAs());
    }

    private static JsonNode text(String text) {
        return StringNode.valueOf(text);
    }

    private static URI nobodyListens() throws IOException {
        try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + closed.getLocalPort());
        }
    }
}
