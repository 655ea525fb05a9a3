package dev.atelier.benchmark.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;

import dev.atelier.benchmark.processes.Simulator;
import dev.atelier.job.JobStatus;

/**
 * Holds what the clients were told, what the providers charged and every move of every job against the rules:
 *
 * <ul>
 * <li>I1 each job that was answered 202 is one row, and has ended
 * <li>I2 a job has outputs exactly when it is COMPLETED, one set of them
 * <li>I3 a job is charged at most once, and once more for each time that it was knowingly sent again
 * <li>I4 nothing leaves an end, nor takes a way that is not on the drawing of states
 * <li>I5 each callback that was answered 2xx is stored and handled
 * <li>I7 a provider never has more submissions at a time than its slots in all workers
 * </ul>
 */
final class HistoryCheck {
    /** Of the packaged catalog files, which the run does not change. */
    private static final Map<String, Integer> SLOTS = Map.of("kie", 16, "geminigen", 8);
    private static final Pattern DELIVERED = Pattern
            .compile(" task ([0-9a-fA-F-]+): callback delivered, attempt (\\d+)");
    /** A killed worker's call goes on at the provider for as long as its slowest answer. */
    private static final Duration ORPHANED_CALL = Duration.ofSeconds(12);

    private final Client client;
    private final Violations violations;
    private final Figures figures;

    HistoryCheck(Client client, Violations violations, Figures figures) {
        this.client = client;
        this.violations = violations;
        this.figures = figures;
    }

    /** @param workers how many run at a time */
    void run(History history, Simulator simulator, Journal journal, int workers)
            throws SQLException, IOException, InterruptedException {
        var jobs = history.jobs();
        var moves = history.moves();
        everyAcceptedJobHasEnded(client.accepted(), jobs);
        outputsExactlyWhenCompleted(jobs, moves);
        chargedOnce(jobs, simulator.charges());
        nothingLeavesAnEnd(moves);
        callbacksAreStored(delivered(simulator.log()), history.callbacks(), history.unhandledCallbacks());
        slotsAreKept(simulator.submissions(), workers + mostWorkersLostWithin(ORPHANED_CALL, journal));
        nothingIsDead(history.deadLetters());
    }

    void everyAcceptedJobHasEnded(Map<String, UUID> accepted, List<History.Job> jobs) {
        var byId = jobs.stream().collect(Collectors.toMap(History.Job::id, Function.identity()));
        var byKey = jobs.stream().collect(Collectors.groupingBy(it -> String.valueOf(it.key())));
        int lost = 0;
        for (var it : accepted.entrySet()) {
            var job = byId.get(it.getValue());
            if (job == null) {
                lost++;
                violations.add("I1", "%s was accepted as %s, which is lost", it.getKey(), it.getValue());
            }
        }
        byKey.forEach((key, all) -> {
            if (all.size() > 1) {
                violations.add("I1", "%s became %d jobs", key, all.size());
            }
        });
        jobs.stream()
                .filter(it -> !it.status().isTerminal())
                .forEach(it -> violations.add("I1", "job %s is still %s", it.id(), it.status()));
        figures.put("requests; not sent while 256 waited for an answer",
                client.sent() + "; " + client.heldBack());
        figures.put("jobs accepted with 202", accepted.size());
        figures.put("requests never answered in 90 s, and how many of these are jobs all the same",
                "%d, %d".formatted(client.unanswered().size(),
                        client.unanswered().stream().filter(byKey::containsKey).count()));
        figures.put("POSTs sent again under the same key", client.sentAgain());
        figures.put("jobs completed", count(jobs, JobStatus.COMPLETED));
        var failures = new TreeMap<String, Integer>();
        jobs.stream()
                .filter(it -> it.status() == JobStatus.FAILED)
                .forEach(it -> failures.merge(String.valueOf(it.failure()), 1, Integer::sum));
        figures.put("jobs failed", count(jobs, JobStatus.FAILED) + " " + failures);
        figures.put("**jobs lost**", lost);
    }

    void outputsExactlyWhenCompleted(List<History.Job> jobs, List<History.Move> moves) {
        int doubled = 0;
        for (var it : jobs) {
            if ((it.status() == JobStatus.COMPLETED) != (it.outputs() > 0)) {
                violations.add("I2", "job %s is %s with %d outputs", it.id(), it.status(), it.outputs());
            }
            if (it.outputs() > 1) {
                doubled++;
                violations.add("I2", "job %s asked for one picture and has %d", it.id(), it.outputs());
            }
        }
        var completions = new HashMap<UUID, Integer>();
        moves.stream()
                .filter(it -> it.became() == JobStatus.COMPLETED)
                .forEach(it -> completions.merge(it.job(), 1, Integer::sum));
        completions.forEach((job, times) -> {
            if (times > 1) {
                violations.add("I2", "job %s was completed %d times", job, times);
            }
        });
        figures.put("**jobs with doubled outputs**", doubled);
    }

    void chargedOnce(List<History.Job> jobs, JsonNode all) {
        var byKey = jobs.stream()
                .filter(it -> it.key() != null)
                .collect(Collectors.toMap(it -> String.valueOf(it.key()), Function.identity(), (a, b) -> a));
        var charges = new HashMap<String, Integer>();
        for (var charge : all) {
            var key = charge.path("prompt").asString().substring(Client.PROMPT.length());
            var job = byKey.get(key);
            if (job == null) {
                violations.add("I3", "%s charged for %s, which is no job", charge.path("provider"), key);
            } else if (charge.path("reference").isString()
                    && !charge.path("reference").asString().equals(job.id().toString())) {
                violations.add("I3", "%s charged for %s under the id of %s", charge.path("provider"), key,
                        charge.path("reference"));
            }
            charges.merge(key, 1, Integer::sum);
        }
        int unmarked = 0;
        int marked = 0;
        for (var it : jobs) {
            int charged = charges.getOrDefault(String.valueOf(it.key()), 0);
            if (charged > 1 + it.resubmitted()) {
                unmarked++;
                violations.add("I3", "job %s (%s) was charged %d times and knowingly sent again %d times", it.id(),
                        it.provider(), charged, it.resubmitted());
            } else if (charged > 1) {
                marked++;
                if (!it.possibleDuplicate()) {
                    violations.add("I3", "job %s was charged %d times and does not say so", it.id(), charged);
                }
            }
            if (it.status() == JobStatus.COMPLETED && charged == 0) {
                violations.add("I3", "job %s is completed and was never charged", it.id());
            }
        }
        figures.put("charges", all.size());
        figures.put("**jobs charged twice without saying so**", unmarked);
        figures.put("jobs charged more than once, marked possible_duplicate", marked);
        figures.put("jobs sent again on the provider's policy (ambiguous), marked",
                jobs.stream().filter(History.Job::possibleDuplicate).count());
        figures.put("jobs failed as OUTCOME_UNKNOWN, and how many of these were charged", "%d, %d".formatted(
                jobs.stream().filter(it -> "OUTCOME_UNKNOWN".equals(it.failure())).count(),
                jobs.stream()
                        .filter(it -> "OUTCOME_UNKNOWN".equals(it.failure())
                                && charges.containsKey(String.valueOf(it.key())))
                        .count()));
    }

    void nothingLeavesAnEnd(List<History.Move> moves) {
        var now = new HashMap<UUID, JobStatus>();
        for (var it : moves) {
            var was = it.was();
            var became = it.became();
            if (was != now.get(it.job())) {
                violations.add("I4", "job %s: %s, though it was %s", it.job(), it, String.valueOf(now.get(it.job())));
            }
            if (became == null) {
                violations.add("I4", "job %s was deleted", it.job());
                now.remove(it.job());
                continue;
            }
            if (was != null && !was.next().contains(became)) {
                violations.add("I4", "job %s went from %s to %s", it.job(), was, became);
            }
            now.put(it.job(), became);
        }
        figures.put("moves of jobs that were checked; looks through the API", moves.size() + "; " + client.looks());
    }

    /** The tasks whose callbacks were answered 2xx, one for each time, as the simulator's log tells. */
    static List<String> delivered(Path log) throws IOException {
        try (var lines = Files.lines(log)) {
            return lines.map(DELIVERED::matcher).filter(Matcher::find).map(it -> it.group(1)).toList();
        }
    }

    void callbacksAreStored(List<String> deliveries, Set<String> stored, long unhandled) {
        var delivered = Set.copyOf(deliveries);
        if (delivered.isEmpty()) {
            violations.add("run", "the simulator's log names no callback that was delivered");
        }
        var missing = delivered.stream().filter(it -> !stored.contains(it)).toList();
        missing.forEach(it -> violations.add("I5", "the callback of task %s was answered 2xx and is not stored", it));
        if (unhandled > 0) {
            violations.add("I5", "%d callbacks are stored and were never handled", unhandled);
        }
        figures.put("callbacks answered 2xx, of how many tasks; **of these not stored**",
                "%d, %d; %d".formatted(deliveries.size(), delivered.size(), missing.size()));
    }

    void slotsAreKept(JsonNode submissions, int processes) {
        for (var it : SLOTS.entrySet()) {
            int most = submissions.path(it.getKey()).path("most").asInt();
            int allowed = it.getValue() * processes;
            if (most > allowed) {
                violations.add("I7", "%s had %d submissions at a time; %d are allowed", it.getKey(), most, allowed);
            }
            figures.put("most submissions at a time at " + it.getKey() + ", and the bound",
                    "%d, %d".formatted(most, allowed));
        }
    }

    /** Calls of workers that died stay open at the provider, so they count beside those of their successors. */
    private static int mostWorkersLostWithin(Duration window, Journal journal) {
        var deaths = journal.entries()
                .stream()
                .filter(it -> it.fault() == Fault.WORKER_KILLED || it.fault() == Fault.WORKER_STOPPED)
                .map(Journal.Entry::at)
                .toList();
        int most = 0;
        for (Instant first : deaths) {
            var end = first.plus(window);
            most = Math.max(most,
                    (int) deaths.stream().filter(it -> !it.isBefore(first) && it.isBefore(end)).count());
        }
        return most;
    }

    /** Every message of a run is a good one, so none of them belongs to the dead. */
    void nothingIsDead(long letters) {
        if (letters > 0) {
            violations.add("dead", "%d good messages were put aside as dead", letters);
        }
        figures.put("messages put aside as dead", letters);
    }

    private static long count(List<History.Job> jobs, JobStatus status) {
        return jobs.stream().filter(it -> it.status() == status).count();
    }
}
