package dev.atelier.worker.provider.kie;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.node.StringNode;

import dev.atelier.catalog.Mode;
import dev.atelier.catalog.SentFiles;
import dev.atelier.credential.Secret;
import dev.atelier.job.FailureKind;
import dev.atelier.job.JobId;
import dev.atelier.job.ProviderJobId;
import dev.atelier.webhook.WebhookReceived;
import dev.atelier.worker.provider.CallbackReading;
import dev.atelier.worker.provider.PackagedCatalog;
import dev.atelier.worker.provider.PackagedCatalog.Model;
import dev.atelier.worker.provider.ProviderCall;
import dev.atelier.worker.provider.ProviderException;
import dev.atelier.worker.provider.ProviderHttp;
import dev.atelier.worker.provider.ProviderJob;
import dev.atelier.worker.provider.ProviderUpdate;
import dev.atelier.worker.provider.ProviderUpdate.Completed;
import dev.atelier.worker.provider.ProviderUpdate.Failed;
import dev.atelier.worker.provider.ProviderUpdate.Processing;
import dev.atelier.worker.provider.RunningSimulator;
import dev.atelier.worker.provider.ScriptedProvider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** That each family is understood as the simulator writes it; the contract tries these habits with the first model only. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KieFamiliesTest {
    private static final Secret KEY = new Secret("families-key-19c4");

    private final RunningSimulator simulator = new RunningSimulator(KieAdapter.ID, KEY);
    private final KieProperties properties = new KieProperties(URI.create(simulator.url() + "/kie"),
            Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(5), DataSize.ofMegabytes(8),
            Duration.ofSeconds(10), Duration.ofMinutes(2));
    private final ProviderHttp http = new ProviderHttp(KieAdapter.NAME, properties.http(), Clock.systemUTC());
    private final KieAdapter adapter = KieAdapter.create(properties, http, http);

    @BeforeEach
    void reset() {
        simulator.reset();
    }

    @AfterAll
    void stop() {
        http.close();
        simulator.close();
    }

    /** One model of each that delivers later. */
    static Stream<Model> families() {
        var first = new LinkedHashMap<String, Model>();
        PackagedCatalog.of(KieAdapter.ID)
                .models()
                .stream()
                .filter(it -> it.mode() == Mode.ASYNC)
                .forEach(it -> first.putIfAbsent(it.operation(), it));
        return first.values().stream();
    }

    @ParameterizedTest
    @MethodSource("families")
    void a_task_that_fails_has_failed(Model model) {
        simulator.faults(KieAdapter.ID, "{'delay':'0s','failPercent':100}");

        assertThat(check(model, submit(model))).isInstanceOfSatisfying(Failed.class,
                it -> assertThat(it.failure().kind()).isEqualTo(FailureKind.PROVIDER_FAILED));
    }

    @ParameterizedTest
    @MethodSource("families")
    void a_task_that_moderation_refuses_has_failed_for_its_content(Model model) {
        simulator.faults(KieAdapter.ID, "{'delay':'0s','contentRejectedPercent':100}");

        assertThat(check(model, submit(model))).isInstanceOfSatisfying(Failed.class,
                it -> assertThat(it.failure().kind()).isEqualTo(FailureKind.CONTENT_REJECTED));
    }

    @ParameterizedTest
    @MethodSource("families")
    void a_state_that_nobody_knows_is_malformed(Model model) {
        simulator.faults(KieAdapter.ID, "{'unknownStatusPercent':100}");
        var task = submit(model);

        assertThatThrownBy(() -> check(model, task)).isInstanceOfSatisfying(ProviderException.class,
                e -> assertThat(e.kind()).isEqualTo(FailureKind.MALFORMED_RESPONSE));
    }

    @ParameterizedTest
    @MethodSource("families")
    void every_callback_names_its_task_and_after_the_last_one_it_is_done(Model model) {
        simulator.faults(KieAdapter.ID, "{'delay':'300ms'}");
        int expected = model.operation().equals("suno") ? 3 : 1;
        try (var gateway = new ScriptedProvider()) {
            for (int i = 0; i < expected; i++) {
                gateway.answers(200, "{}");
            }
            var task = submit(model, gateway.url().resolve("/callback/" + JobId.create()));
            assertThat(check(model, task)).isInstanceOf(Processing.class);

            Awaitility.await().until(() -> gateway.requests().size() == expected);

            assertThat(gateway.requests()).allSatisfy(it -> assertThat(adapter.callback(received(it.text())))
                    .isEqualTo(new CallbackReading.Trigger(task)));
            assertThat(check(model, task)).isInstanceOf(Completed.class);
        }
    }

    private static WebhookReceived received(String body) {
        return new WebhookReceived(KieAdapter.ID, JobId.create(), "e1", Map.of(), body, Instant.now());
    }

    /** Nobody listens where it is called back. */
    private ProviderJobId submit(Model model) {
        return submit(model, URI.create("http://127.0.0.1:9/callback/" + JobId.create()));
    }

    private ProviderJobId submit(Model model, URI callback) {
        var request = model.apply(Map.of());
        var body = request.body((reference, as) -> new SentFiles.Resolved(StringNode.valueOf(reference), "image/png"));
        body.put("callBackUrl", callback.toString());
        var update = adapter.generate(new ProviderCall(JobId.create(), model.category(), request, body, KEY, callback));
        assertThat(update).isInstanceOf(Processing.class);
        return ((Processing) update).id();
    }

    private ProviderUpdate check(Model model, ProviderJobId task) {
        return adapter.check(new ProviderJob(task, model.name(), model.operation(), model.category()), KEY);
    }
}
