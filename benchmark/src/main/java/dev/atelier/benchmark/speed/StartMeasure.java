package dev.atelier.benchmark.speed;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

import dev.atelier.benchmark.processes.Installation;
import dev.atelier.benchmark.processes.ServiceProcess;
import dev.atelier.benchmark.speed.report.Bar;
import dev.atelier.benchmark.speed.report.Row;
import dev.atelier.benchmark.speed.report.Series;
import dev.atelier.embedded.FreePort;

/**
 * From the start of the process until it answers that it is ready: with a cache of its classes, as in its image, and without, beside
 * the minimal Spring app without one.
 */
final class StartMeasure implements Measure {
    private static final int BOUND = 6;

    @Override
    public String name() {
        return "start";
    }

    @Override
    public List<Row> run(Bench bench) throws Exception {
        bench.workersOff();
        int port = FreePort.onLoopback();
        int management = FreePort.onLoopback();
        var settings = new HashMap<>(bench.installation().settings());
        settings.put("management.server.port", Integer.toString(management));
        settings.put("management.server.address", "127.0.0.1");
        var service = bench.installation()
                .program("api-start", "api-service", Bench.OPTIONS, settings, port, management,
                        "/actuator/health/readiness");
        var cache = bench.installation().folder().resolve("api-service.aot");
        train(service, cache);
        var minimal = bench.newBaseline("baseline-start");
        var plain = new ArrayList<Double>();
        var cached = new ArrayList<Double>();
        var reference = new ArrayList<Double>();
        for (int round = 0; round < bench.settings().rounds(); round++) {
            plain.add(start(service, List.of()));
            cached.add(start(service, List.of("-XX:AOTCache=" + cache)));
            reference.add(start(minimal, List.of()));
        }
        return List.of(
                new Row("api-service ready after, without a cache", "s", new Series(plain), new Series(reference),
                        "minimal Spring app", new Bar.AtMost(BOUND)),
                new Row("the same with the AOT cache of its image", "s", new Series(cached), new Series(plain),
                        "without", new Bar.AtMost(BOUND)));
    }

    private static void train(ServiceProcess service, Path cache) {
        service.start(List.of("-XX:AOTCacheOutput=" + cache, "-Dspring.context.exit=onRefresh"));
        if (!service.ends(Installation.START)) {
            throw new IllegalStateException("the start that writes the cache does not end; see " + service.log());
        }
    }

    private static double start(ServiceProcess service, List<String> options) throws InterruptedException {
        long start = System.nanoTime();
        service.start(options);
        service.awaitReady(Installation.START);
        double took = (System.nanoTime() - start) / 1e9;
        service.unwanted();
        service.terminate();
        if (!service.ends(Duration.ofSeconds(60))) {
            throw new IllegalStateException(service + " did not end within 60 s of SIGTERM");
        }
        return took;
    }
}
