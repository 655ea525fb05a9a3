package dev.atelier.standalone;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.web.client.RestClient;

import dev.atelier.api.ApiApplication;
import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.Category;
import dev.atelier.credential.Secret;
import dev.atelier.embedded.EmbeddedBroker;
import dev.atelier.embedded.EmbeddedDatabase;
import dev.atelier.simulator.SimulatorApplication;
import dev.atelier.user.UserId;
import dev.atelier.user.Users;
import dev.atelier.worker.WorkerApplication;

/**
 * The whole of Atelier in one JVM: database, broker, provider simulator, api-service and worker-service, each with the same code
 * and settings as on its own. Started and closed once, by one thread at a time.
 */
final class Standalone implements AutoCloseable {
    static final UserId DEMO_USER = new UserId(UUID.fromString("00000000-0000-7000-8000-000000000001"));
    static final String DEMO_KEY = "atelier-demo";
    static final String OPERATOR_KEY = "atelier-operator";

    private static final Logger log = LoggerFactory.getLogger(Standalone.class);
    private static final String LOOPBACK = "127.0.0.1";
    /** One classpath for all, so each service is told what is not its own. */
    static final List<String> NOT_THE_WORKERS = List.of("org.springframework.boot.security.");
    static final List<String> NOT_THE_SIMULATORS = List.of("org.springframework.boot.security.",
            "org.springframework.boot.jdbc.", "org.springframework.boot.flyway.",
            "org.springframework.boot.amqp.",
            "org.springframework.boot.transaction.");

    private final StandaloneProperties properties;
    private final List<String> arguments;
    /** What was started, the last on top. */
    private final Deque<Part> parts = new ArrayDeque<>();

    private record Part(String name, AutoCloseable part) {}

    Standalone(StandaloneProperties properties, List<String> arguments) {
        this.properties = properties;
        this.arguments = List.copyOf(arguments);
    }

    /**
     * Starts everything, or nothing: when one part fails, those before it are closed.
     *
     * @return what a newcomer wants to know
     * @throws CannotStart when a port is taken
     */
    String start() throws IOException {
        Ports.requireFree(properties.ports());
        try {
            return startParts();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private String startParts() throws IOException {
        var secrets = LocalSecrets.in(properties.folder());
        var database = started("database", EmbeddedDatabase.persistent(properties.folder().resolve("postgresql"),
                properties.databasePort()));
        var broker = started("broker", EmbeddedBroker.started(properties.brokerPort()));
        var shared = shared(database, broker, secrets);

        runSimulator(secrets);
        shared.put("atelier.providers.geminigen.webhook-keys[0]", geminigenPublicKey());
        var api = run("api-service", ApiApplication.builder(), shared, Map.of("server.port", properties.apiPort(),
                "management.server.port", properties.apiManagementPort(), "management.server.address", LOOPBACK,
                "atelier.security.trusted-user-header", "x-user-id",
                "atelier.security.operator-keys[0]", OPERATOR_KEY));
        run("worker-service", WorkerApplication.builder(), shared, Map.of("server.port", properties.workerPort(),
                "spring.autoconfigure.exclude", excluded(NOT_THE_WORKERS)));
        seed(api.getBean(Users.class));
        return new Welcome(properties, database, broker, api.getBean(Catalog.class)
                .models()
                .stream()
                .filter(it -> it.category() == Category.TEXT_TO_IMAGE)
                .toList()).text();
    }

    private void runSimulator(LocalSecrets secrets) {
        var settings = accounts(secrets).ofSimulator();
        settings.putAll(Map.of("server.port", properties.simulatorPort(), "server.address", LOOPBACK,
                "spring.autoconfigure.exclude", excluded(NOT_THE_SIMULATORS)));
        run("provider-simulator", SimulatorApplication.builder(), Map.of(), settings);
    }

    private SimulatedAccounts accounts(LocalSecrets secrets) {
        return new SimulatedAccounts(local(properties.simulatorPort()), local(properties.apiPort()),
                secrets.webhookSecret());
    }

    /** As an operator downloads it from the provider's dashboard. */
    private String geminigenPublicKey() {
        return RestClient.create(local(properties.simulatorPort()))
                .get()
                .uri("/geminigen/public-key.pem")
                .retrieve()
                .requiredBody(String.class);
    }

    private Map<String, Object> shared(EmbeddedDatabase database, EmbeddedBroker broker, LocalSecrets secrets) {
        var shared = new HashMap<String, Object>();
        shared.put("server.address", LOOPBACK);
        shared.put("spring.datasource.url", database.jdbcUrl());
        shared.put("spring.datasource.username", database.username());
        shared.put("spring.datasource.password", database.password());
        shared.put("spring.rabbitmq.host", broker.host());
        shared.put("spring.rabbitmq.port", broker.port());
        shared.put("spring.rabbitmq.username", broker.username());
        shared.put("spring.rabbitmq.password", broker.password());
        shared.put("spring.rabbitmq.virtual-host", broker.virtualHost());
        shared.put("atelier.outputs.folder", properties.folder().resolve("outputs"));
        // The simulator's files are on this machine.
        shared.put("atelier.net.allow-private", true);
        shared.put("atelier.callbacks.base-url", local(properties.apiPort()));
        shared.put("atelier.callbacks.secrets[0]", secrets.callbackSecret());
        shared.put("atelier.credentials.active-key", "standalone");
        shared.put("atelier.credentials.keys.standalone", secrets.credentialKey());
        shared.putAll(accounts(secrets).ofServices());
        return shared;
    }

    /** Ports, addresses and connections are ours; {@code atelier.*} is a default, so that the environment still wins. */
    private ConfigurableApplicationContext run(String name, SpringApplicationBuilder builder,
            Map<String, Object> shared, Map<String, Object> own) {
        var settings = new HashMap<>(shared);
        settings.putAll(own);
        var defaults = new HashMap<String, Object>();
        settings.forEach((key, value) -> {
            if (key.startsWith("atelier.")) {
                defaults.put(key, value);
            }
        });
        settings.keySet().removeAll(defaults.keySet());
        var context = builder.properties("spring.config.name=application," + name + ",standalone")
                .registerShutdownHook(false)
                .logStartupInfo(false)
                .initializers(it -> {
                    var sources = it.getEnvironment().getPropertySources();
                    sources.addFirst(new MapPropertySource("standalone", settings));
                    sources.addAfter(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                            new MapPropertySource("standalone-defaults", defaults));
                })
                .run(arguments.toArray(String[]::new));
        return started(name, context);
    }

    private <T extends AutoCloseable> T started(String name, T part) {
        parts.push(new Part(name, part));
        return part;
    }

    private static void seed(Users users) {
        users.ensure(DEMO_USER, "Demo");
        users.ensureApiKey(DEMO_USER, "demo", new Secret(DEMO_KEY));
    }

    /** In the opposite order of their start: the database goes last. One that fails to close does not keep the others open. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            var last = parts.pop();
            try {
                last.part.close();
            } catch (Exception e) {
                log.error("{} did not close cleanly", last.name, e);
            }
        }
    }

    static String excluded(List<String> packages) {
        var names = ImportCandidates.load(AutoConfiguration.class, Standalone.class.getClassLoader()).getCandidates();
        return String.join(",", names.stream().filter(it -> packages.stream().anyMatch(it::startsWith)).toList());
    }

    static String local(int port) {
        return "http://localhost:" + port;
    }
}
