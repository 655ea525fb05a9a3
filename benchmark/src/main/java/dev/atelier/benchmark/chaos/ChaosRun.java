package dev.atelier.benchmark.chaos;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import dev.atelier.benchmark.processes.Installation;
import dev.atelier.benchmark.processes.ServiceProcess;
import dev.atelier.benchmark.processes.Sizing;
import dev.atelier.benchmark.processes.Supervisor;
import dev.atelier.job.JobStatus;
import dev.atelier.testsupport.PrivateRabbitNode;

/**
 * Real processes under load, which are killed, paused and stopped at random, with providers that lose, double and delay what
 * they send. Then the history is checked: ends with status 1 when it breaks a rule, and says which.
 */
public final class ChaosRun {
    private static final String CHAOS = """
            {"kie": {"delay": "1500ms", "callbackLostPercent": 10, "callbackDoubledPercent": 10,
                     "callbackReorderedPercent": 10, "callbackLatePercent": 5, "callbackLateBy": "6s",
                     "callbackBeforeAnswerPercent": 3, "serverErrorPercent": 2, "rateLimitedPercent": 2,
                     "answerDroppedPercent": 1.5, "slowAnswerPercent": 2, "slowAnswerBy": "6s", "errorInOkPercent": 0.5,
                     "invalidJsonPercent": 0.5, "failPercent": 2, "contentRejectedPercent": 0.5,
                     "checkErrorPercent": 5},
             "geminigen": {"delay": "1s", "callbackLostPercent": 10, "callbackDoubledPercent": 10,
                     "callbackReorderedPercent": 10, "callbackLatePercent": 5, "callbackLateBy": "6s",
                     "callbackBeforeAnswerPercent": 3, "serverErrorPercent": 2, "rateLimitedPercent": 2,
                     "answerDroppedPercent": 1.5, "slowAnswerPercent": 2, "slowAnswerBy": "10s",
                     "invalidJsonPercent": 0.5, "failPercent": 2, "checkErrorPercent": 5}}""";
    private static final String SLOW_ANSWERS = """
            {"kie": {"delay": "2s", "slowAnswerPercent": 100, "slowAnswerBy": "6s"},
             "geminigen": {"delay": "2s", "slowAnswerPercent": 100, "slowAnswerBy": "6s"}}""";
    private static final String NO_FAULTS = """
            {"kie": {"delay": "1s"}, "geminigen": {"delay": "1s"}}""";

    private static final Map<String, String> API = Map.of("atelier.api.publish-within", "5s");
    private static final Map<String, String> WORKER = Map.ofEntries(
            Map.entry("atelier.worker.republish-after", "5s"), Map.entry("atelier.worker.dispatch-interval", "500ms"),
            Map.entry("atelier.worker.submit-lease", "20s"), Map.entry("atelier.worker.retry-base", "500ms"),
            Map.entry("atelier.worker.retry-cap", "5s"), Map.entry("atelier.worker.drain-timeout", "10s"),
            Map.entry("atelier.providers.kie.call-timeout", "8s"),
            Map.entry("atelier.providers.kie.rate-limited-for", "1s"),
            Map.entry("atelier.providers.kie.busy-for", "2s"),
            Map.entry("atelier.providers.geminigen.call-timeout", "8s"),
            Map.entry("atelier.providers.geminigen.rate-limited-for", "1s"),
            Map.entry("atelier.providers.geminigen.credit-locked-for", "2s"),
            Map.entry("logging.level.dev.atelier.worker.submit", "DEBUG"));
    /** Small, and quick to start again. */
    private static final List<String> OPTIONS = List.of("-Xms96m", "-Xmx192m", "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError");

    /** What the reason of a job's move says when its worker was gone. */
    private static final String ABANDONED = "the worker stopped before";
    /** What a worker logs about a message that the broker delivered again although its jobs were settled. */
    private static final String FOUND_NOTHING = "delivered again, nothing of it is left to submit";
    private static final Duration MOVES_ON_WITHIN = Duration.ofSeconds(10);

    private final ChaosSettings settings;
    private final Violations violations = new Violations();
    private final Figures figures = new Figures();
    private final Journal journal;

    ChaosRun(ChaosSettings settings, PrintStream out) {
        this.settings = settings;
        this.journal = new Journal(out, violations);
    }

    public static void main(String[] arguments) throws Exception {
        ChaosSettings settings;
        try {
            settings = ChaosSettings.of(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        if (!PrivateRabbitNode.isInstalled()) {
            System.err.println("The chaos run needs rabbitmq-server: it starts a node of its own, which it kills.");
            System.exit(2);
        }
        var run = new ChaosRun(settings, System.out);
        var violations = run.run();
        var report = run.report();
        System.out.println();
        System.out.println(report);
        if (settings.report()) {
            run.write(report);
        }
        System.exit(violations.isEmpty() ? 0 : 1);
    }

    Violations run() throws IOException, InterruptedException, SQLException, ExecutionException {
        journal.say("starting PostgreSQL, RabbitMQ, the simulator, %d api-service, %d worker-service".formatted(
                settings.apis(), settings.workers()));
        var random = new SplittableRandom(settings.seed());
        try (var installation = Installation.started(
                new Sizing(settings.apis(), settings.workers(), OPTIONS, API, WORKER))) {
            if (settings.keep()) {
                installation.keepFolder();
            }
            journal.say("all is up; logs are in " + installation.folder());
            var history = new History(installation.database());
            history.begin();
            var client = new Client(installation.apis().stream().map(ServiceProcess::base).toList(), violations);
            client.discover();
            var pauses = random.split();
            try (var _ = new Supervisor(installation.services(),
                    () -> Duration.ofMillis(pauses.nextLong(500, 3_000)))) {
                chaos(installation, history, client, random);
                if (settings.scenarios()) {
                    killedWorker(installation, history, client, random);
                    rollingRestart(installation, history, client, random);
                }
                new HistoryCheck(client, violations, figures).run(history, installation.simulator(), journal,
                        settings.workers());
            }
            if (!violations.isEmpty()) {
                installation.keepFolder();
                journal.say("rules were broken; logs and data stay in " + installation.folder());
            }
        }
        return violations;
    }

    private void chaos(Installation installation, History history, Client client, SplittableRandom random)
            throws IOException, InterruptedException, SQLException, ExecutionException {
        installation.simulator().faults(CHAOS);
        journal.say("load and faults begin, seed " + settings.seed());
        var begin = Instant.now();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var looks = threads.submit(() -> look(client));
            var load = threads.submit(() -> {
                client.load(settings.rate(), settings.load(), random.split());
                return null;
            });
            new Chaos(installation, journal, settings.seed()).rage(settings.load());
            load.get();
            installation.simulator().faults(NO_FAULTS);
            installation.awaitReady();
            journal.say("the last fault is over and all is up");
            figures.put("time to the end of all jobs after the last fault (I6)", settle(history, client));
            looks.cancel(true);
            awaitEnd(looks);
        }
        figures.put("longest time that jobs of a killed worker stood still, while broker and database failed too",
                longestStandstill(history.moves(), begin));
    }

    private static Void look(Client client) throws InterruptedException {
        while (true) {
            client.look();
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static void awaitEnd(Future<?> looks) throws InterruptedException, ExecutionException {
        try {
            looks.get();
        } catch (CancellationException e) {
            // As asked.
        }
    }

    /** Slow answers, so that the worker surely dies in the middle of calls. */
    private void killedWorker(Installation installation, History history, Client client, SplittableRandom random)
            throws IOException, InterruptedException, SQLException {
        installation.simulator().faults(SLOW_ANSWERS);
        journal.say("a worker is killed while its provider answers slowly");
        client.load(8, Duration.ofSeconds(4), random.split());
        TimeUnit.SECONDS.sleep(1);
        var killed = Instant.now();
        var worker = installation.workers().getFirst();
        journal.note(Fault.WORKER_KILLED, worker.name());
        worker.kill();
        installation.simulator().faults(NO_FAULTS);
        installation.awaitReady();
        settle(history, client);
        var took = history.moves()
                .stream()
                .filter(it -> isAbandoned(it) && it.at().isAfter(killed))
                .map(it -> Duration.between(killed, it.at()))
                .sorted()
                .toList();
        if (took.isEmpty()) {
            violations.add("run", "the killed worker held no job, so nothing was measured");
            return;
        }
        figures.put("a worker killed in its calls: jobs that it held, first and last of them taken over after",
                "%d, %s, %s".formatted(took.size(), seconds(took.getFirst()), seconds(took.getLast())));
        if (took.getLast().compareTo(MOVES_ON_WITHIN) > 0) {
            violations.add("I6", "a killed worker's job stood still for %s, more than %s", seconds(took.getLast()),
                    MOVES_ON_WITHIN);
        }
    }

    private void rollingRestart(Installation installation, History history, Client client, SplittableRandom random)
            throws IOException, InterruptedException, SQLException, ExecutionException {
        installation.simulator().faults(NO_FAULTS);
        journal.say("every worker is restarted, one after the other, under load");
        var begin = Instant.now();
        long before = foundNothing(installation);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var restarts = threads.submit(() -> {
                for (var worker : installation.workers()) {
                    restart(worker);
                }
                return null;
            });
            while (!restarts.isDone()) {
                client.load(settings.rate(), Duration.ofSeconds(1), random.split());
            }
            restarts.get();
        }
        settle(history, client);
        long again = foundNothing(installation) - before;
        var uncertain = history.moves()
                .stream()
                .filter(it -> it.became() == JobStatus.UNCERTAIN && it.at().isAfter(begin))
                .count();
        figures.put("rolling restart: finished jobs delivered again, jobs whose answer was lost",
                "%d, %d".formatted(again, uncertain));
        if (again + uncertain > 0) {
            violations.add("rolling restart",
                    "%d finished jobs were delivered again, the answers of %d jobs were lost", again, uncertain);
        }
    }

    private void restart(ServiceProcess worker) throws InterruptedException {
        journal.note(Fault.WORKER_STOPPED, worker.name());
        var asked = Instant.now();
        worker.terminate();
        if (!worker.ends(Duration.ofSeconds(45))) {
            journal.broken(worker + " did not end within 45 s of SIGTERM");
            worker.kill();
        }
        journal.say("%s ended after %s".formatted(worker, seconds(Duration.between(asked, Instant.now()))));
        worker.awaitReady(Installation.START);
    }

    /** @return how long it took until no job was live any more */
    private String settle(History history, Client client) throws InterruptedException, SQLException {
        var begin = Instant.now();
        var bound = begin.plus(settings.settleWithin());
        client.awaitAnswers();
        boolean late = false;
        while (history.live() > 0) {
            if (!late && Instant.now().isAfter(bound)) {
                late = true;
                violations.add("I6", "%d jobs have not ended %s after the last fault", history.live(),
                        settings.settleWithin());
            }
            if (Instant.now().isAfter(bound.plus(Duration.ofMinutes(3)))) {
                return "never: " + history.live() + " jobs are live";
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        var took = seconds(Duration.between(begin, Instant.now()));
        journal.say("all jobs have ended after " + took);
        return took;
    }

    private static long foundNothing(Installation installation) throws IOException {
        long count = 0;
        for (var worker : installation.workers()) {
            try (var lines = Files.lines(worker.log())) {
                count += lines.filter(it -> it.contains(FOUND_NOTHING)).count();
            }
        }
        return count;
    }

    /** From the first kill since a job's claim until it moved on: an upper bound, for it may have been another worker's. */
    private String longestStandstill(List<History.Move> moves, Instant begin) {
        var claims = new HashMap<UUID, Instant>();
        var longest = Duration.ZERO;
        for (var it : moves) {
            if (it.became() == JobStatus.SUBMITTING) {
                claims.put(it.job(), it.at());
            } else if (isAbandoned(it)) {
                var claimed = claims.getOrDefault(it.job(), begin);
                var standstill = journal.entries()
                        .stream()
                        .filter(entry -> entry.fault() == Fault.WORKER_KILLED && entry.at().isAfter(claimed)
                                && entry.at().isBefore(it.at()))
                        .findFirst()
                        .map(entry -> Duration.between(entry.at(), it.at()))
                        .orElse(Duration.ZERO);
                longest = longest.compareTo(standstill) > 0 ? longest : standstill;
            }
        }
        return seconds(longest);
    }

    private static boolean isAbandoned(History.Move move) {
        return move.was() == JobStatus.SUBMITTING
                && move.became() == JobStatus.UNCERTAIN
                && String.valueOf(move.message()).startsWith(ABANDONED);
    }

    /** Markdown. */
    String report() {
        var text = new StringBuilder("# Chaos run\n\n");
        text.append(
                "`%s`, Java %s, %d processors, %s\n\n".formatted(settings.command(), Runtime.version().feature(),
                        Runtime.getRuntime().availableProcessors(),
                        DateTimeFormatter.ISO_LOCAL_DATE.format(Instant.now().atZone(ZoneOffset.UTC))));
        text.append("| fault | times |\n|---|---|\n");
        journal.counts().forEach((fault, times) -> text.append("| %s | %d |\n".formatted(fault.text(), times)));
        text.append('\n').append(figures.table()).append('\n');
        if (violations.isEmpty()) {
            text.append("No rule was broken.\n");
        } else {
            text.append("**%d violations**\n\n".formatted(violations.count()));
            violations.shown().forEach(it -> text.append("* ").append(it).append('\n'));
        }
        return text.toString();
    }

    private void write(String report) throws IOException {
        var folder = Path.of(System.getProperty("atelier.root"), "benchmark", "results");
        Files.createDirectories(folder);
        var time = DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmm", Locale.ROOT)
                .format(Instant.now().atZone(ZoneOffset.UTC));
        var file = folder.resolve("chaos-" + time + ".md");
        Files.writeString(file, report);
        System.out.println("written to " + file);
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
