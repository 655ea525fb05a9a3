package dev.atelier.worker.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.atelier.catalog.ProviderSpec.Policy;
import dev.atelier.job.JobId;
import dev.atelier.job.JobStatus;

/** What must hold whatever happened, judged by the rows, the history of the rows and the provider's own list of charges. */
final class Invariants {
    private static final Set<String> SURELY_NOT_TAKEN = Set.of("RATE_LIMITED", "PROVIDER_UNAVAILABLE");

    private final Simulation run;

    Invariants(Simulation run) {
        this.run = run;
    }

    /** @param ended whether every job must have ended by now */
    void check(boolean ended) {
        var database = run.database();
        var rows = database.rows("select * from generation_jobs order by id");
        var outputs = new HashMap<Object, Integer>();
        var urls = new HashMap<Object, String>();
        for (var row : database.rows("select job_id, store_key from generated_outputs")) {
            outputs.merge(row.get("job_id"), 1, Integer::sum);
            var content = run.outputs().read(String.valueOf(row.get("store_key")));
            require(!content.isEmpty(), "I9: the store does not have " + row.get("store_key"));
            urls.put(row.get("job_id"), content);
        }
        require(rows.size() == run.jobs().size(), "I1: " + run.jobs().size() + " jobs were accepted, " + rows.size()
                + " are there");
        for (var row : rows) {
            var job = JobId.of(String.valueOf(row.get("id")));
            var status = JobStatus.valueOf(String.valueOf(row.get("status")));
            int made = outputs.getOrDefault(row.get("id"), 0);
            require(!ended || status.isTerminal(), "I1: " + job + " is " + status + " for ever");
            require(made == (status == JobStatus.COMPLETED ? 1 : 0), "I2: " + job + " is " + status + " with " + made
                    + " outputs");
            charges(job, row, status, urls.get(row.get("id")));
        }
        history();
        if (ended) {
            callbacks();
        }
    }

    private void charges(JobId job, Map<String, Object> row, JobStatus status,
            @Nullable String url) {
        var charges = run.provider(run.taker(job)).charges(job);
        var past = past(row);
        long ambiguous = past.stream().filter(it -> code(it).equals("OUTCOME_UNKNOWN")).count();
        boolean resubmits = run.taker(job).policy() == Policy.RESUBMIT;
        require(charges.size() <= 1 + (resubmits ? ambiguous : 0), "I3: " + job + " was charged " + charges.size()
                + " times, and " + ambiguous + " attempts are known as ambiguous");
        require(charges.size() <= 1 || Boolean.TRUE.equals(row.get("possible_duplicate")), "I3: " + job
                + " was charged " + charges.size() + " times and does not say so");
        for (var one : past) {
            require(!SURELY_NOT_TAKEN.contains(code(one)) || charges.stream()
                    .noneMatch(it -> it.attempt() == one.get("attempt").intValue()), "I3: " + job
                            + " says that attempt " + one.get("attempt") + " was surely not taken, but it was charged");
        }
        var message = String.valueOf(row.get("failure_message"));
        boolean nothingSpent = "NOTHING_SPENT".equals(row.get("cancel_effect"))
                || (status == JobStatus.FAILED && (message.contains("had no room") || (ambiguous == 0
                        && SURELY_NOT_TAKEN.contains(String.valueOf(row.get("failure_code"))))));
        require(!nothingSpent || charges.isEmpty(), "I3: " + job + " says that nothing was spent, but it was charged");
        require(url == null || charges.stream().anyMatch(it -> url.endsWith("/" + it.id())), "I2: " + job
                + " has the output of another job: " + url);
    }

    private static List<JsonNode> past(Map<String, Object> row) {
        var past = row.get("past_attempts");
        return past == null ? List.of() : JsonMapper.shared().readTree(past.toString()).valueStream().toList();
    }

    private static String code(JsonNode attempt) {
        return attempt.path("code").asString("");
    }

    private void history() {
        for (var row : run.database().rows("select * from simulated.history order by n")) {
            var was = JobStatus.valueOf(String.valueOf(row.get("was")));
            var status = JobStatus.valueOf(String.valueOf(row.get("status")));
            var step = row.get("job") + ": " + was + " -> " + status + " by attempt " + row.get("attempt") + " "
                    + row.get("code");
            run.log().add("history: " + step);
            require(!was.isTerminal(), "I4: a terminal state was left or written to: " + step);
            require(was == status || was.next().contains(status), "I4: not drawn: " + step);
            require(Objects.equals(row.get("was_attempt"), row.get("attempt"))
                    || (was == JobStatus.PENDING && status == JobStatus.SUBMITTING),
                    "I4: only a claim begins an attempt: " + step);
            require(row.get("writer") == null || Objects.equals(row.get("writer"), row.get("was_attempt")),
                    "I4: changed by attempt " + row.get("writer") + ", which is not its own: " + step);
            require(status != JobStatus.FAILED || !"OUTCOME_UNKNOWN".equals(row.get("code"))
                    || was == JobStatus.UNCERTAIN, "I7: given up as unknown while it was known: " + step);
        }
    }

    private void callbacks() {
        var handled = run.database()
                .rows("select event_key from webhook_events where handled_at is not null")
                .stream()
                .map(it -> String.valueOf(it.get("event_key")))
                .collect(Collectors.toSet());
        var missing = new HashSet<>(run.acceptedEvents());
        missing.removeAll(handled);
        run.broker().wiped().forEach(it -> missing.remove(String.valueOf(it.headers().get("atelier-event-key"))));
        require(missing.isEmpty(), "I5: callbacks were accepted and never handled: " + missing);
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            run.violations().add(otherwise);
        }
    }
}
