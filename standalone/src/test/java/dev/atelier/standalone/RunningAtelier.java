package dev.atelier.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.api.ApiApplication;
import dev.atelier.embedded.FreePort;
import dev.atelier.job.JobId;
import dev.atelier.simulator.SimulatorApplication;
import dev.atelier.testsupport.TestBroker;
import dev.atelier.testsupport.TestDatabase;
import dev.atelier.webhook.CallbackTokens;
import dev.atelier.worker.WorkerApplication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The real api-service, real workers and the simulator, over HTTP, on a real database and the best broker there is. */
final class RunningAtelier implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String WEBHOOK_SECRET = "a webhook secret for this test only";

    private final List<ConfigurableApplicationContext> running = new ArrayList<>();
    private final Map<String, Object> workerSettings;
    private final int api = FreePort.onLoopback();
    private final int simulator = FreePort.onLoopback();
    private final String user = UUID.randomUUID().toString();
    private final Path outputs = temporaryFolder();

    /** @param settings of all workers and the API, before those that every test has */
    private RunningAtelier(TestDatabase database, Map<String, Object> settings,
            Map<String, Object> simulatorsSettings) {
        var accounts = new SimulatedAccounts(Standalone.local(simulator), Standalone.local(api), WEBHOOK_SECRET);
        var ofSimulator = accounts.ofSimulator();
        ofSimulator.putAll(Map.of("server.port", simulator, "spring.autoconfigure.exclude",
                Standalone.excluded(Standalone.NOT_THE_SIMULATORS)));
        for (var provider : providers()) {
            ofSimulator.put("atelier.simulator.faults." + provider + ".delay", "300ms");
        }
        ofSimulator.putAll(simulatorsSettings);
        run(SimulatorApplication.builder(), ofSimulator);
        var broker = TestBroker.get();
        var shared = new HashMap<String, Object>(Map.of("spring.datasource.url", database.jdbcUrl(),
                "spring.datasource.username", database.username(), "spring.datasource.password", database.password(),
                "spring.rabbitmq.host", broker.host(), "spring.rabbitmq.port", broker.port(),
                "spring.rabbitmq.username", broker.username(), "spring.rabbitmq.password", broker.password(),
                "spring.rabbitmq.virtual-host", broker.virtualHost()));
        shared.putAll(accounts.ofServices());
        shared.putAll(Map.of("atelier.broker.prefix", "e2e-" + user + ".", "atelier.callbacks.base-url",
                Standalone.local(api), "atelier.callbacks.secrets[0]", "0123456789abcdef0123456789abcdef",
                "atelier.providers.geminigen.webhook-keys[0]",
                get(URI.create(Standalone.local(simulator) + "/geminigen/public-key.pem"))));
        shared.put("server.address", "127.0.0.1");
        shared.put("atelier.net.allow-private", true);
        shared.put("atelier.outputs.folder", outputs);
        shared.put("spring.rabbitmq.connection-timeout", "2s");
        shared.putAll(settings);
        var ofApi = new HashMap<>(shared);
        ofApi.putAll(Map.of("server.port", api, "management.server.port", 0, "atelier.security.trusted-user-header",
                "x-user-id"));
        run(ApiApplication.builder(), ofApi);
        workerSettings = new HashMap<>(shared);
        workerSettings.putAll(Map.of("server.port", 0, "atelier.worker.republish-after", "3s",
                "spring.autoconfigure.exclude", Standalone.excluded(Standalone.NOT_THE_WORKERS)));
    }

    static RunningAtelier withWorkers(int workers, Map<String, Object> settings) {
        return withWorkers(workers, TestDatabase.create(), settings);
    }

    static RunningAtelier withWorkers(int workers, TestDatabase database, Map<String, Object> settings) {
        var atelier = new RunningAtelier(database, settings, Map.of());
        for (int i = 0; i < workers; i++) {
            atelier.startWorker();
        }
        return atelier;
    }

    /** For hundreds of jobs: to draw what nobody looks at is what would take the time. */
    static RunningAtelier withSmallPictures() {
        var atelier = new RunningAtelier(TestDatabase.create(), Map.of(),
                Map.of("atelier.simulator.pictures.longest-side",
                        64));
        atelier.startWorker();
        return atelier;
    }

    /** One more worker; closing it is a SIGTERM. */
    ConfigurableApplicationContext startWorker() {
        return run(WorkerApplication.builder(), workerSettings);
    }

    /** A bean of the worker that started last and still runs. */
    <T> T bean(Class<T> type) {
        return running.reversed()
                .stream()
                .filter(ConfigurableApplicationContext::isActive)
                .findFirst()
                .orElseThrow()
                .getBean(type);
    }

    /** No faults, no charges. */
    void reset() {
        send(HttpRequest.newBuilder(simulatorUri("")).DELETE());
    }

    /** Those of the packaged catalog files. */
    List<String> providers() {
        return SimulatedAccounts.providers();
    }

    /** As they are listed. */
    List<JsonNode> models() {
        return json(get(apiUri("/models"))).valueStream().toList();
    }

    JsonNode capabilities(String model) {
        return json(get(apiUri("/models/" + model + "/capabilities")));
    }

    /** Submits a whole request. */
    HttpResponse<String> submission(String category, ObjectNode request) {
        return exchange(post(apiUri("/generate/" + category.toLowerCase(Locale.ROOT).replace('_', '-')),
                request.toString()).header("x-user-id", user));
    }

    /** Submits and returns the job's id. */
    String submit(String model, String fields) {
        var answer = submission(model, fields);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return json(answer.body()).at("/jobId").asString();
    }

    HttpResponse<String> submission(String model, String fields) {
        return exchange(post(apiUri("/generate/text-to-image"), """
                {"aiModelId": "%s", %s}""".formatted(modelId(model), fields)).header("x-user-id", user));
    }

    /** The job once it has ended. */
    JsonNode finished(String job) {
        return await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> job(job),
                        it -> !List.of("PENDING", "PROCESSING").contains(it.at("/status").asString()));
    }

    JsonNode job(String id) {
        return json(get(apiUri("/generate/jobs/" + id)));
    }

    void awaitStage(String job, String stage) {
        await().atMost(Duration.ofSeconds(30)).until(() -> stage.equals(job(job).at("/stage").asString()));
    }

    /** A worker has taken it. */
    void awaitBegun(String job) {
        await().atMost(Duration.ofSeconds(30)).until(() -> job(job).at("/attempt").asInt() > 0);
    }

    void faults(String model, String faults) {
        var provider = model.contains("/") ? model.substring(0, model.indexOf('/')) : model;
        send(HttpRequest.newBuilder(simulatorUri("/faults/" + provider))
                .header("content-type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{" + faults + "}")));
    }

    /** How many submissions the providers took, each of which may be charged. */
    int charges() {
        return json(get(simulatorUri("/charges/count"))).at("/count").asInt();
    }

    /** Where the provider calls back about this job of Kie's. */
    URI callbackUrl(String job) {
        return bean(CallbackTokens.class).callbackUrl(new dev.atelier.catalog.ProviderId("kie"), JobId.of(job));
    }

    static HttpRequest.Builder post(URI uri, String body) {
        return HttpRequest.newBuilder(uri)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    static HttpResponse<String> exchange(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** As the job's owner. */
    HttpResponse<byte[]> download(URI uri, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri).header("x-user-id", user);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), BodyHandlers.ofByteArray());
    }

    private String modelId(String key) {
        return json(get(apiUri("/models"))).valueStream()
                .filter(it -> key.equals(it.at("/key").asString()))
                .findFirst()
                .orElseThrow()
                .at("/id")
                .asString();
    }

    private String get(URI uri) {
        return send(HttpRequest.newBuilder(uri).header("x-user-id", user));
    }

    private static String send(HttpRequest.Builder request) {
        var answer = exchange(request);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return answer.body();
    }

    private URI apiUri(String path) {
        return URI.create("http://localhost:" + api + "/api/v1" + path);
    }

    private URI simulatorUri(String path) {
        return URI.create("http://localhost:" + simulator + "/__simulator" + path);
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    private ConfigurableApplicationContext run(SpringApplicationBuilder builder, Map<String, Object> settings) {
        var context = builder.logStartupInfo(false)
                .run(settings.entrySet()
                        .stream()
                        .map(it -> "--" + it.getKey() + "=" + it.getValue())
                        .toArray(String[]::new));
        running.add(context);
        return context;
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("atelier-outputs-");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        running.reversed().forEach(ConfigurableApplicationContext::close);
        FileSystemUtils.deleteRecursively(outputs.toFile());
    }
}
