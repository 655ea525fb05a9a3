package dev.atelier.benchmark.speed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import dev.atelier.benchmark.speed.load.Wrk;
import dev.atelier.benchmark.speed.report.Row;
import dev.atelier.benchmark.speed.report.Table;
import dev.atelier.testsupport.PrivateRabbitNode;

/** Measures what the services do beside what the machine can do, and prints one table. Ends with status 1 when a measure failed. */
public final class SpeedRun {
    private static final List<Measure> MEASURES = List.of(new FloorMeasure(), new AcceptMeasure(), new ReadMeasure(),
            new ModelsMeasure(), new PipelineMeasure(), new ChainMeasure(), new LatencyMeasure(), new CallbackMeasure(),
            new GrowthMeasure(), new InflightMeasure(), new WorkersMeasure(), new MemoryMeasure(), new StartMeasure());

    private final SpeedSettings settings;
    private final List<Row> rows = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    private SpeedRun(SpeedSettings settings) {
        this.settings = settings;
    }

    public static void main(String[] arguments) throws Exception {
        var names = MEASURES.stream().map(Measure::name).toList();
        if (Arrays.asList(arguments).contains("--help")) {
            System.out.println(SpeedSettings.help(names));
            return;
        }
        SpeedRun run;
        try {
            run = new SpeedRun(SpeedSettings.of(names, arguments));
            Wrk.require();
            if (!PrivateRabbitNode.isInstalled()) {
                throw new IllegalStateException(
                        "RabbitMQ is not installed, and a node of it is part of what is measured:"
                                + " apt-get install rabbitmq-server");
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        run.measure();
        var report = run.report(arguments);
        System.out.println();
        System.out.println(report);
        if (run.settings.report()) {
            write(report);
        }
        System.exit(run.failures.isEmpty() ? 0 : 1);
    }

    @SuppressWarnings("ClosingStandardOutputStreams") // it is written to, and not the bench's to close
    private void measure() throws Exception {
        try (var bench = new Bench(settings, System.out::println)) {
            for (var it : MEASURES) {
                if (settings.includes(it.name())) {
                    bench.say("measuring " + it.name());
                    one(it, bench);
                }
            }
        }
    }

    /** One that fails is told of, and takes none of the others with it. */
    private void one(Measure measure, Bench bench) throws InterruptedException {
        try {
            var found = measure.run(bench);
            rows.addAll(found);
            System.out.println(Table.of(found));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            e.printStackTrace();
            failures.add(measure.name() + " failed: " + e);
            bench.installation().keepFolder();
            bench.say("logs and data stay in " + bench.installation().folder());
        }
    }

    private String report(String... arguments) {
        var text = new StringBuilder("# Speed, ").append(DateTimeFormatter.ISO_LOCAL_DATE.format(now())).append("\n\n");
        text.append(Machine.text()).append('\n');
        text.append(
                "Command: `mvn -q -pl benchmark -am -DskipTests package exec:exec@speed -Dspeed=\"%s\"`. Rounds: %d."
                        .formatted(String.join(" ", arguments), settings.rounds()));
        text.append(" Services and comparison program: `").append(String.join(" ", Bench.OPTIONS)).append("`.\n\n");
        text.append(Table.of(rows)).append('\n');
        failures.forEach(it -> text.append("* ").append(it).append('\n'));
        return text.toString();
    }

    private static void write(String report) throws IOException {
        var folder = Path.of(System.getProperty("atelier.root"), "benchmark", "results");
        Files.createDirectories(folder);
        var time = DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmm", Locale.ROOT).format(now());
        var file = folder.resolve("speed-" + time + ".md");
        Files.writeString(file, report);
        System.out.println("written to " + file);
    }

    private static ZonedDateTime now() {
        return Instant.now().atZone(ZoneOffset.UTC);
    }
}
