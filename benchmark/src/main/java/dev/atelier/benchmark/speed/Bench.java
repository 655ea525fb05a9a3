package dev.atelier.benchmark.speed;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;

import dev.atelier.benchmark.processes.Installation;
import dev.atelier.benchmark.processes.ServiceProcess;
import dev.atelier.benchmark.processes.Simulator;
import dev.atelier.benchmark.processes.Sizing;
import dev.atelier.benchmark.speed.floor.Floor;
import dev.atelier.benchmark.speed.load.Wrk;
import dev.atelier.benchmark.speed.provider.InProcessConfiguration;
import dev.atelier.catalog.ProviderId;
import dev.atelier.embedded.FreePort;
import dev.atelier.messaging.Topology;

/**
 * What measures have at hand: an installation of one api-service and two worker-services, of which measures start those that
 * they need, the comparison program on the same PostgreSQL, and the floor on the same PostgreSQL and RabbitMQ.
 */
final class Bench implements AutoCloseable {
    /** Half of the 512 MiB that a container has, as the images have it, and the other things that these say. */
    static final List<String> OPTIONS = List.of("-Xms256m", "-Xmx256m", "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders", "-XX:MetaspaceSize=128m",
            "-XX:+ExitOnOutOfMemoryError");
    static final String KIE = "kie";
    static final String IN_PROCESS = "bench";

    private final SpeedSettings settings;
    private final Consumer<String> out;
    private final Installation installation;
    private final ServiceProcess baseline;
    private final Floor floor;
    private final Connection broker;
    private final Wrk wrk;
    private final JobRows rows;
    private final ApiClient client;
    private final Map<String, String> models = new HashMap<>();
    private final Map<String, Double> highWater = new TreeMap<>();

    Bench(SpeedSettings settings, Consumer<String> out) throws Exception {
        this.settings = settings;
        this.out = out;
        say("starting PostgreSQL, RabbitMQ, the simulator, api-service, worker-service and what they are compared with");
        installation = Installation.started(sizing(settings));
        try {
            if (settings.keep()) {
                installation.keepFolder();
            }
            workersOff();
            baseline = startBaseline();
            floor = new Floor(installation.database(), installation.broker());
            broker = connect();
            wrk = new Wrk(installation.folder());
            rows = new JobRows(installation.database());
            client = new ApiClient(api().base(), Map.of("Authorization", "Bearer " + newApiKey()));
            for (var provider : List.of(KIE, IN_PROCESS)) {
                models.put(provider, client.model(provider));
                rows.keepAsTemplate(client.submit(body(provider)), provider);
            }
            clean();
        } catch (Exception e) {
            installation.keepFolder();
            installation.close();
            throw e;
        }
    }

    private static Sizing sizing(SpeedSettings settings) {
        var worker = new HashMap<>(settings.worker());
        // What is measured is the chain of states: the provider in the worker's process has no files to copy.
        worker.putIfAbsent("atelier.outputs.copy", "false");
        worker.put("spring.main.sources", InProcessConfiguration.class.getName());
        worker.put("atelier.providers.bench.api-key", "none");
        // So that it can be read when a change was committed: now() is when its transaction began.
        var database = Map.of("track_commit_timestamp", "on", "shared_preload_libraries", "pg_stat_statements");
        var simulator = Map.of("logging.level.dev.atelier.simulator", "WARN");
        return new Sizing(1, 2, OPTIONS, settings.api(), worker, new Sizing.Extras(database, simulator,
                Map.of("bench.yaml", InProcessConfiguration.CATALOG), List.of(classes())));
    }

    /** This program's own, to be loaded into workers. */
    private static Path classes() {
        return Path.of(URI.create(Bench.class.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    private ServiceProcess startBaseline() throws IOException, InterruptedException {
        var started = newBaseline("baseline");
        started.start();
        started.awaitReady(Installation.START);
        return started;
    }

    /** The minimal Spring app, not started yet. */
    ServiceProcess newBaseline(String name) throws IOException, InterruptedException {
        var connection = new HashMap<String, String>();
        installation.settings().forEach((key, value) -> {
            if (key.startsWith("spring.datasource.")) {
                connection.put(key, value);
            }
        });
        int port = FreePort.onLoopback();
        // It has no health endpoint: what it is for answers.
        return installation.program(name, "benchmark-baseline", OPTIONS, connection, port, port, "/bytes");
    }

    private Connection connect() throws IOException, TimeoutException {
        var node = installation.broker();
        var factory = new ConnectionFactory();
        factory.setHost(node.host());
        factory.setPort(node.port());
        factory.setUsername(node.username());
        factory.setPassword(node.password());
        factory.setVirtualHost(node.virtualHost());
        return factory.newConnection("speed");
    }

    private String newApiKey() throws SQLException {
        var random = new byte[24];
        new SecureRandom().nextBytes(random);
        var key = HexFormat.of().formatHex(random);
        try (var connection = installation.database().connect(); var insert = connection.prepareStatement("""
                with owner as (insert into users (id, name) values (?, 'speed') returning id)
                insert into api_keys (id, user_id, name, key_hash) select ?, id, 'speed', ? from owner""")) {
            insert.setObject(1, UUID.randomUUID());
            insert.setObject(2, UUID.randomUUID());
            insert.setBytes(3, MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
            insert.executeUpdate();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
        return key;
    }

    void say(String what) {
        out.accept(LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS) + " " + what);
    }

    SpeedSettings settings() {
        return settings;
    }

    Installation installation() {
        return installation;
    }

    ServiceProcess api() {
        return installation.apis().getFirst();
    }

    ServiceProcess baseline() {
        return baseline;
    }

    Simulator simulator() {
        return installation.simulator();
    }

    Floor floor() {
        return floor;
    }

    Wrk wrk() {
        return wrk;
    }

    JobRows rows() {
        return rows;
    }

    ApiClient client() {
        return client;
    }

    /** A request to this provider. */
    String body(String provider) {
        return ApiClient.body(String.valueOf(models.get(provider)));
    }

    String model(String provider) {
        return String.valueOf(models.get(provider));
    }

    /** So many workers run, and are ready. */
    void workers(int count) throws InterruptedException {
        var all = installation.workers();
        for (var it : all.subList(count, all.size())) {
            stop(it);
        }
        for (var it : all.subList(0, count)) {
            it.start();
        }
        for (var it : all.subList(0, count)) {
            it.awaitReady(Installation.START);
        }
    }

    void workersOff() throws InterruptedException {
        workers(0);
    }

    /** Those that run stand still, or go on. */
    void workersPaused(boolean paused) {
        for (var it : installation.workers()) {
            if (it.isAlive() && paused) {
                it.pause();
            } else if (it.isAlive()) {
                it.resume();
            }
        }
    }

    private void stop(ServiceProcess worker) {
        if (worker.isAlive()) {
            noteMemory(worker);
            worker.unwanted();
            worker.terminate();
            if (!worker.ends(Duration.ofSeconds(60))) {
                throw new IllegalStateException(worker + " did not end within 60 s of SIGTERM");
            }
        }
    }

    /** The most that it has held since it was started, in MiB; kept, since it starts again from nothing. */
    void noteMemory(ServiceProcess service) {
        highWater.merge(service.name(), ProcessFigures.of(service.pid()).highWaterMebibytes(), Math::max);
    }

    Map<String, Double> highWater() {
        return Map.copyOf(highWater);
    }

    /** No job and no message is left. */
    void clean() throws SQLException, IOException, TimeoutException {
        purge();
        rows.empty();
    }

    private void purge() throws IOException, TimeoutException {
        var topology = new Topology("");
        try (var channel = broker.createChannel()) {
            for (var it : List.of(new ProviderId(KIE), new ProviderId(IN_PROCESS))) {
                channel.queuePurge(topology.jobs(it));
                channel.queuePurge(topology.checks(it));
            }
            channel.queuePurge(topology.webhooks());
        }
    }

    @Override
    public void close() throws IOException {
        try (installation) {
            broker.close();
            floor.close();
        }
    }
}
