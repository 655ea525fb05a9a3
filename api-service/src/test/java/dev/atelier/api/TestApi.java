package dev.atelier.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.atelier.catalog.ModelId;
import dev.atelier.catalog.ProviderId;
import dev.atelier.credential.Secret;
import dev.atelier.testsupport.TestBroker;
import dev.atelier.testsupport.TestDatabase;
import dev.atelier.user.UserId;
import dev.atelier.user.Users;

/** A running api-service with a database and queues of its own and two users, spoken to as any client does. */
public final class TestApi implements AutoCloseable {
    public static final UserId ANNA = new UserId(UUID.fromString("00000000-0000-7000-8000-0000000000aa"));
    public static final UserId BERT = new UserId(UUID.fromString("00000000-0000-7000-8000-0000000000bb"));
    public static final String ANNAS_KEY = "annas-key-0123456789";
    public static final String BERTS_KEY = "berts-key-0123456789";
    public static final String OPERATORS_KEY = "operators-key-0123456789";
    public static final String CALLBACK_SECRET = "a-secret-of-tests-that-is-long-enough";
    public static final String KIE_KEY = "kie-webhook-key";
    public static final ModelId KIE_MODEL = ModelId.of(new ProviderId("kie"), "nano-banana-2");
    public static final ModelId GEMINIGEN_MODEL = ModelId.of(new ProviderId("geminigen"), "imagen-4");
    public static final String TEXT_TO_IMAGE = "/api/v1/generate/text-to-image";

    public static final KeyPair GEMINIGEN = keyPair();

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private static final JsonMapper JSON = JsonMapper.shared();

    private final ConfigurableApplicationContext context;

    private TestApi(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** The one that most tests share; it ends with the JVM. */
    public static TestApi shared() {
        return Shared.INSTANCE;
    }

    /**
     * @param settings win over those that every test has
     * @param sources what it has besides its own beans
     */
    public static TestApi start(Map<String, Object> settings, Class<?>... sources) {
        var database = TestDatabase.create();
        var broker = TestBroker.get();
        var all = new LinkedHashMap<String, Object>();
        all.put("server.port", 0);
        all.put("server.address", "127.0.0.1");
        all.put("management.server.port", 0);
        all.put("management.server.address", "127.0.0.1");
        all.put("spring.datasource.url", database.jdbcUrl());
        all.put("spring.datasource.username", database.username());
        all.put("spring.datasource.password", database.password());
        all.put("spring.rabbitmq.host", broker.host());
        all.put("spring.rabbitmq.port", broker.port());
        all.put("spring.rabbitmq.username", broker.username());
        all.put("spring.rabbitmq.password", broker.password());
        all.put("spring.rabbitmq.virtual-host", broker.virtualHost());
        // Not on the class path of the service, only of its tests.
        all.put("springdoc.api-docs.enabled", false);
        all.put("atelier.broker.prefix", "api-" + UUID.randomUUID() + ".");
        all.put("atelier.callbacks.secrets[0]", CALLBACK_SECRET);
        all.put("atelier.api.max-body-bytes", 1024 * 1024);
        all.put("atelier.inputs.max-bytes", "1MB");
        // The tests' own servers are on this machine.
        all.put("atelier.net.allow-private", true);
        all.put("atelier.outputs.folder", folder());
        all.put("atelier.security.operator-keys[0]", OPERATORS_KEY);
        all.put("atelier.credentials.active-key", "one");
        all.put("atelier.credentials.keys.one", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");
        all.put("atelier.providers.kie.webhook-keys[0]", KIE_KEY);
        all.put("atelier.providers.geminigen.webhook-keys[0]", Base64.getEncoder()
                .encodeToString(GEMINIGEN.getPublic().getEncoded()));
        all.putAll(settings);
        var arguments = all.entrySet()
                .stream()
                .filter(it -> !it.getValue().equals(""))
                .map(it -> "--" + it.getKey() + "=" + it.getValue())
                .toArray(String[]::new);
        var api = new TestApi(ApiApplication.builder().sources(sources).run(arguments));
        var users = api.bean(Users.class);
        users.ensure(ANNA, "Anna");
        users.ensureApiKey(ANNA, "test", new Secret(ANNAS_KEY));
        users.ensure(BERT, "Bert");
        users.ensureApiKey(BERT, "test", new Secret(BERTS_KEY));
        return api;
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Of several of its type, the one with this name. */
    public <T> T bean(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    public <T> Collection<T> beans(Class<T> type) {
        return context.getBeansOfType(type).values();
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port("local.server.port") + path);
    }

    public URI managementUri(String path) {
        return URI.create("http://127.0.0.1:" + port("local.management.port") + path);
    }

    /** A request of Anna's. */
    public Answer get(String path, String... headers) {
        return send(request(path).GET(), headers);
    }

    /** A JSON request of Anna's. */
    public Answer post(String path, String body, String... headers) {
        return send(request(path).POST(BodyPublishers.ofString(body)), withJson(headers));
    }

    public Answer put(String path, String body, String... headers) {
        return send(request(path).PUT(BodyPublishers.ofString(body)), withJson(headers));
    }

    public Answer delete(String path, String... headers) {
        return send(request(path).DELETE(), headers);
    }

    /** A request of nobody's. */
    public static Answer anonymously(HttpRequest.Builder request, String... headers) {
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return exchange(request);
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path));
    }

    public long count(String table) {
        return bean(JdbcClient.class).sql("select count(*) from " + table).query(Long.class).single();
    }

    /** The next message of a queue, or a failure after five seconds. */
    public Message receive(String queue) {
        return Objects.requireNonNull(bean(RabbitTemplate.class).receive(queue, 5000), "nothing came to " + queue);
    }

    /** Ends the service's connections and lets no new one in, for good. */
    public void cutOffDatabase() {
        var elsewhere = TestDatabase.create();
        var source = new DriverManagerDataSource(elsewhere.jdbcUrl(), elsewhere.username(), elsewhere.password());
        var name = bean(JdbcClient.class).sql("select current_database()").query(String.class).single();
        var jdbc = JdbcClient.create(source);
        jdbc.sql("alter database " + name + " allow_connections false").update();
        jdbc.sql("select pg_terminate_backend(pid) from pg_stat_activity where datname = :name")
                .param("name", name)
                .query()
                .listOfRows();
    }

    /** Anna's job, as answered. */
    public Answer newJob() {
        return post(TEXT_TO_IMAGE, body("prompt", "A boat"));
    }

    /** A request for {@link #KIE_MODEL} with these further fields. */
    public static String body(Object... fields) {
        var body = new LinkedHashMap<String, Object>();
        body.put("aiModelId", KIE_MODEL.value());
        for (int i = 0; i < fields.length; i += 2) {
            body.put(fields[i].toString(), fields[i + 1]);
        }
        return JSON.writeValueAsString(body);
    }

    public static String bearer(String key) {
        return "Bearer " + key;
    }

    private static Answer send(HttpRequest.Builder request, String... headers) {
        request.setHeader("Authorization", bearer(ANNAS_KEY));
        return anonymously(request, headers);
    }

    private static Answer exchange(HttpRequest.Builder request) {
        try {
            return new Answer(HTTP.send(request.build(), BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String[] withJson(String... headers) {
        var all = new ArrayList<>(List.of("Content-Type", "application/json"));
        all.addAll(List.of(headers));
        return all.toArray(String[]::new);
    }

    /** Of its own, gone with the JVM. */
    private static Path folder() {
        try {
            var folder = Files.createTempDirectory("atelier-outputs-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> FileSystemUtils.deleteRecursively(folder.toFile())));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KeyPair keyPair() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private String port(String property) {
        return context.getEnvironment().getRequiredProperty(property);
    }

    @Override
    public void close() {
        context.close();
    }

    /** What came back. */
    public record Answer(HttpResponse<byte[]> response) {
        public int status() {
            return response.statusCode();
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        public String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        public JsonNode json() {
            return JSON.readTree(response.body());
        }

        /** The text at a JSON pointer; empty when there is none. */
        public String at(String pointer) {
            return json().at(pointer).asString("");
        }

        public String code() {
            return at("/code");
        }

        @Override
        public String toString() {
            return status() + " " + response.headers().map() + " " + text();
        }
    }

    private static final class Shared {
        private static final TestApi INSTANCE = start(Map.of());
    }
}
