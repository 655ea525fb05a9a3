package dev.atelier.benchmark.processes;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.atelier.embedded.FreePort;
import dev.atelier.testsupport.PrivateRabbitNode;

/**
 * Atelier as it is deployed: each service a process, and a PostgreSQL, a RabbitMQ and a provider simulator of its own, all on
 * free ports of loopback. Nothing of it outlives {@link #close()} or this JVM.
 */
public final class Installation implements AutoCloseable {
    /** How long anything may take to start, on a busy machine. */
    public static final Duration START = Duration.ofMinutes(3);

    private static final List<String> SIMULATOR_OPTIONS = List.of("-Xms64m", "-Xmx768m", "-XX:+UseSerialGC");

    private final Path folder;
    private final Watchdog watchdog;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final Thread cleanUp = new Thread(this::closeNow, "installation-clean-up");
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<ServiceProcess> apis = new ArrayList<>();
    private final List<ServiceProcess> workers = new ArrayList<>();
    private final KillableDatabase database;
    private final PrivateRabbitNode broker;
    private final Simulator simulator;
    private final Map<String, String> settings;
    private boolean closed;
    private boolean kept;

    /** Everything is ready when this returns. */
    public static Installation started(Sizing sizing) throws IOException, InterruptedException {
        return new Installation(sizing);
    }

    private Installation(Sizing sizing) throws IOException, InterruptedException {
        folder = Files.createTempDirectory("atelier-installation");
        watchdog = Watchdog.of(folder);
        Runtime.getRuntime().addShutdownHook(cleanUp);
        try {
            database = opened(KillableDatabase.started(folder.resolve("postgresql"),
                    sizing.extras().database(), watchdog));
            broker = opened(PrivateRabbitNode.started());
            var apiPorts = Stream.generate(FreePort::onLoopback).limit(sizing.apis()).toList();
            var hmacKey = hex();
            simulator = startSimulator(apiPorts.getLast(), hmacKey, sizing.extras().simulator());
            settings = shared(hmacKey, sizing.extras().catalog());
            startServices(sizing, apiPorts, settings);
        } catch (IOException | InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    public List<ServiceProcess> apis() {
        return List.copyOf(apis);
    }

    public List<ServiceProcess> workers() {
        return List.copyOf(workers);
    }

    public List<ServiceProcess> services() {
        return Stream.concat(apis.stream(), workers.stream()).toList();
    }

    public KillableDatabase database() {
        return database;
    }

    public PrivateRabbitNode broker() {
        return broker;
    }

    public Simulator simulator() {
        return simulator;
    }

    /** Logs and data. */
    public Path folder() {
        return folder;
    }

    /** The folder stays when this is closed, for somebody to read the logs. */
    public synchronized void keepFolder() {
        kept = true;
    }

    /** What every service is told: connections, secrets and keys. */
    public Map<String, String> settings() {
        return Map.copyOf(settings);
    }

    /**
     * One more program on the same database, from its packaged jar. It is not started, and is none of {@link #services()}.
     *
     * @param port       where it serves
     * @param healthPort where it says how it is
     * @param health     the path that answers 200 when it is ready
     */
    public ServiceProcess program(String name, String module, List<String> options, Map<String, String> settings,
            int port, int healthPort, String health) throws IOException, InterruptedException {
        return service(name, module, List.of(), options, settings, port, healthPort, health);
    }

    /** Waits until every service answers that it is ready. */
    public void awaitReady() throws InterruptedException {
        for (var it : services()) {
            it.awaitReady(START);
        }
    }

    private Simulator startSimulator(int callbackPort, String hmacKey, Map<String, String> more)
            throws IOException, InterruptedException {
        int port = FreePort.onLoopback();
        var settings = new HashMap<>(Map.of(
                "atelier.simulator.public-base-url", "http://127.0.0.1:" + port,
                // Every picture is copied, and to draw large ones would take both processors.
                "atelier.simulator.pictures.longest-side", "48",
                "atelier.simulator.kie.webhook-hmac-key", hmacKey,
                "atelier.simulator.geminigen.callback-pause", "2s",
                "atelier.simulator.geminigen.webhook-url",
                "http://127.0.0.1:" + callbackPort + "/api/v1/webhooks/providers/geminigen"));
        settings.putAll(more);
        var process = service("provider-simulator", "provider-simulator", List.of(), SIMULATOR_OPTIONS, settings, port,
                port, "/actuator/health");
        process.start();
        var started = new Simulator(process, http);
        started.awaitReady(START);
        return started;
    }

    private void startServices(Sizing sizing, List<Integer> apiPorts, Map<String, String> shared)
            throws IOException, InterruptedException {
        for (int i = 0; i < sizing.apis(); i++) {
            int management = FreePort.onLoopback();
            var settings = new HashMap<>(shared);
            settings.put("management.server.port", Integer.toString(management));
            settings.put("management.server.address", "127.0.0.1");
            settings.put("atelier.security.trusted-user-header", "x-user-id");
            settings.putAll(sizing.api());
            apis.add(service("api-" + (i + 1), "api-service", List.of(), sizing.serviceOptions(), settings,
                    apiPorts.get(i),
                    management, "/actuator/health/readiness"));
        }
        for (int i = 0; i < sizing.workers(); i++) {
            var settings = new HashMap<>(shared);
            settings.put("atelier.callbacks.base-url", "http://127.0.0.1:" + apiPorts.get(i % apiPorts.size()));
            settings.putAll(sizing.worker());
            int port = FreePort.onLoopback();
            workers.add(service("worker-" + (i + 1), "worker-service", sizing.extras().workerClasses(),
                    sizing.serviceOptions(), settings, port, port, "/actuator/health/readiness"));
        }
        // The first one makes the tables; the others would only wait for it.
        apis.getFirst().train(START);
        workers.getFirst().train(START);
        services().forEach(ServiceProcess::start);
        awaitReady();
    }

    private Map<String, String> shared(String hmacKey, Map<String, String> catalog)
            throws IOException, InterruptedException {
        var connection = database.settings();
        var simulated = simulator.base().toString();
        var shared = new HashMap<String, String>();
        shared.put("spring.datasource.url", connection.jdbcUrl());
        shared.put("spring.datasource.username", connection.username());
        shared.put("spring.datasource.password", connection.password());
        shared.put("spring.rabbitmq.host", broker.host());
        shared.put("spring.rabbitmq.port", Integer.toString(broker.port()));
        shared.put("spring.rabbitmq.username", broker.username());
        shared.put("spring.rabbitmq.password", broker.password());
        shared.put("spring.rabbitmq.virtual-host", broker.virtualHost());
        var catalogFolder = QuickCatalog.write(folder.resolve("catalog"));
        for (var it : catalog.entrySet()) {
            Files.writeString(catalogFolder.resolve(it.getKey()), it.getValue());
        }
        shared.put("atelier.catalog.folder", catalogFolder.toString());
        shared.put("atelier.callbacks.secrets[0]", hex());
        shared.put("atelier.outputs.folder", folder.resolve("outputs").toString());
        // The simulator's files are on this machine.
        shared.put("atelier.net.allow-private", "true");
        shared.put("atelier.credentials.active-key", "run");
        shared.put("atelier.credentials.keys.run", Base64.getEncoder().encodeToString(random()));
        shared.put("atelier.providers.kie.base-url", simulated + "/kie");
        shared.put("atelier.providers.kie.api-key", "simulator");
        shared.put("atelier.providers.kie.webhook-keys[0]", hmacKey);
        shared.put("atelier.providers.geminigen.base-url", simulated + "/geminigen/uapi/v1");
        shared.put("atelier.providers.geminigen.api-key", "simulator");
        shared.put("atelier.providers.geminigen.webhook-keys[0]", simulator.geminigenPublicKey());
        return shared;
    }

    private ServiceProcess service(String name, String module, List<Path> moreClasses, List<String> options,
            Map<String, String> settings, int port, int healthPort, String health)
            throws IOException, InterruptedException {
        var service = new ServiceProcess(name, Jars.unpacked(module, folder), moreClasses, options, settings, folder,
                port,
                URI.create("http://127.0.0.1:" + healthPort + health), watchdog, http);
        opened(() -> {
            service.unwanted();
            service.kill();
        });
        return service;
    }

    private <T extends AutoCloseable> T opened(T part) {
        opened.add(part);
        return part;
    }

    /** Kills every process and removes the folder. A second call does nothing. */
    @Override
    public void close() {
        if (!closed) {
            closeNow();
            Runtime.getRuntime().removeShutdownHook(cleanUp);
        }
    }

    private synchronized void closeNow() {
        if (closed) {
            return;
        }
        closed = true;
        for (var it : opened.reversed()) {
            try {
                it.close();
            } catch (Exception e) {
                // The others are to end all the same, and what is left of this one ends with the watchdog.
                System.err.println("could not be closed: " + e);
            }
        }
        if (!kept) {
            delete(folder);
        }
        watchdog.close();
    }

    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            for (var it : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(it);
            }
        } catch (IOException e) {
            System.err.println(folder + " could not be removed: " + e);
        }
    }

    private static String hex() {
        return HexFormat.of().formatHex(random());
    }

    private static byte[] random() {
        var bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
