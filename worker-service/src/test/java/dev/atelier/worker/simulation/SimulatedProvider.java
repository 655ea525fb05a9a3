package dev.atelier.worker.simulation;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import dev.atelier.catalog.ProviderId;
import dev.atelier.catalog.ProviderSpec.Delivery;
import dev.atelier.catalog.ProviderSpec.Evidence;
import dev.atelier.credential.Secret;
import dev.atelier.job.FailureKind;
import dev.atelier.job.JobFailure;
import dev.atelier.job.JobId;
import dev.atelier.job.ProviderJobId;
import dev.atelier.output.OutputType;
import dev.atelier.output.ProducedOutput;
import dev.atelier.webhook.WebhookReceived;
import dev.atelier.worker.provider.CallbackReading;
import dev.atelier.worker.provider.ProviderAdapter;
import dev.atelier.worker.provider.ProviderCall;
import dev.atelier.worker.provider.ProviderException;
import dev.atelier.worker.provider.ProviderJob;
import dev.atelier.worker.provider.ProviderUpdate;

/** A provider with one of the {@link Habits}. It lists each submission that it took: a charge. */
final class SimulatedProvider implements ProviderAdapter {
    private final Habits habits;
    private final Chance chance;
    private final Steps steps;
    private final List<String> log;
    private final Supplier<Instant> clock;
    private final Map<String, Task> tasks = new HashMap<>();
    private final List<Task> order = new ArrayList<>();
    private final Deque<Answer> script = new ArrayDeque<>();
    private final List<WebhookReceived> callbacks = new ArrayList<>();
    private int faultPerMille;
    private int events;

    SimulatedProvider(Habits habits, Chance chance, Steps steps, List<String> log, Supplier<Instant> clock) {
        this.habits = habits;
        this.chance = chance;
        this.steps = steps;
        this.log = log;
        this.clock = clock;
    }

    /** What it does with a submission. */
    enum Answer {
        TAKES,
        COMPLETES_AT_ONCE,
        /** The same, and the file comes with the answer. */
        BRINGS_ITS_FILE,
        BRINGS_ITS_FILE_AND_NAMES_ANOTHER,
        FAILS_AT_ONCE,
        IS_UNAVAILABLE,
        IS_RATE_LIMITED,
        REFUSES_THE_INPUT,
        /** Charged, and nobody heard. */
        TAKES_AND_ANSWER_IS_LOST,
        /** Not charged, and nobody knows. */
        QUESTION_IS_LOST,
        /** Charged, and the adapter cannot read it. */
        TAKES_AND_ADAPTER_BREAKS,
        /** Charged, and it says that it did not take it: no policy helps against a liar, only its own callback. */
        TAKES_AND_SAYS_IT_DID_NOT,
        /** Charged, and it answers with the id of its first job. */
        ANSWERS_WITH_ANOTHER_ID
    }

    enum State {
        WORKING,
        DONE,
        FAILED,
        STOPPED
    }

    /** A submission that it took. */
    static final class Task {
        private final String id;
        private final JobId job;
        private final int attempt;
        private final Instant endsAt;
        private final boolean willFail;
        private State state = State.WORKING;

        Task(String id, JobId job, int attempt, Instant endsAt, boolean willFail) {
            this.id = id;
            this.job = job;
            this.attempt = attempt;
            this.endsAt = endsAt;
            this.willFail = willFail;
        }

        String id() {
            return id;
        }

        JobId job() {
            return job;
        }

        int attempt() {
            return attempt;
        }

        State state() {
            return state;
        }
    }

    Habits habits() {
        return habits;
    }

    void rate(int faults) {
        faultPerMille = faults;
    }

    void script(Answer... answers) {
        script.addAll(List.of(answers));
    }

    /** Every charge, in order. */
    List<Task> charges() {
        return order;
    }

    List<Task> charges(JobId job) {
        return order.stream().filter(it -> it.job.equals(job)).toList();
    }

    /** Callbacks that it has yet to send. */
    List<WebhookReceived> callbacks() {
        return callbacks;
    }

    @Override
    public ProviderId provider() {
        return habits.id();
    }

    @Override
    public ProviderUpdate generate(ProviderCall call) {
        steps.at("before submitting to " + habits);
        var answer = answer();
        log.add(habits + " " + answer + " " + call.job());
        switch (answer) {
            case IS_UNAVAILABLE -> throw new ProviderException(FailureKind.PROVIDER_UNAVAILABLE, "not now");
            case IS_RATE_LIMITED -> throw new ProviderException(FailureKind.RATE_LIMITED, "too many",
                    Duration.ofSeconds(chance.between(1, 60)));
            case REFUSES_THE_INPUT -> throw new ProviderException(FailureKind.INVALID_INPUT, "no such thing");
            case QUESTION_IS_LOST -> throw new ProviderException(FailureKind.OUTCOME_UNKNOWN, "no answer");
            default -> {
            }
        }
        var task = take(call.job());
        steps.at("after submitting to " + habits);
        return switch (answer) {
            case TAKES_AND_ANSWER_IS_LOST -> throw new ProviderException(FailureKind.OUTCOME_UNKNOWN, "no answer");
            case TAKES_AND_SAYS_IT_DID_NOT -> throw new ProviderException(FailureKind.PROVIDER_UNAVAILABLE, "not now");
            case TAKES_AND_ADAPTER_BREAKS -> throw new IllegalStateException("the adapter broke");
            case COMPLETES_AT_ONCE -> {
                end(task, State.DONE);
                yield update(task, chance.happens(500));
            }
            case BRINGS_ITS_FILE, BRINGS_ITS_FILE_AND_NAMES_ANOTHER -> {
                end(task, State.DONE);
                var inline = new ProducedOutput.Inline(OutputType.IMAGE, SimulatedOutputs.contentAt(file(task.id)),
                        "image/png");
                yield new ProviderUpdate.Completed(new ProviderJobId(task.id), answer == Answer.BRINGS_ITS_FILE
                        ? List.of(inline)
                        : List.of(inline, new ProducedOutput.Hosted(OutputType.IMAGE, file("another"), null, null)));
            }
            case FAILS_AT_ONCE -> {
                end(task, State.FAILED);
                yield update(task, true);
            }
            case ANSWERS_WITH_ANOTHER_ID -> new ProviderUpdate.Processing(new ProviderJobId(order.getFirst().id),
                    null);
            case TAKES -> new ProviderUpdate.Processing(new ProviderJobId(task.id), null);
            case IS_UNAVAILABLE, IS_RATE_LIMITED, REFUSES_THE_INPUT, QUESTION_IS_LOST ->
                throw new IllegalStateException("answered above");
        };
    }

    private Answer answer() {
        if (!script.isEmpty()) {
            return script.remove();
        } else if (chance.fault("provider unavailable", faultPerMille)) {
            return Answer.IS_UNAVAILABLE;
        } else if (chance.fault("provider rate limited", faultPerMille)) {
            return Answer.IS_RATE_LIMITED;
        } else if (chance.fault("answer lost, taken", 2 * faultPerMille)) {
            return Answer.TAKES_AND_ANSWER_IS_LOST;
        } else if (chance.fault("answer lost, not taken", faultPerMille)) {
            return Answer.QUESTION_IS_LOST;
        } else if (chance.fault("adapter broke, taken", faultPerMille / 2)) {
            return Answer.TAKES_AND_ADAPTER_BREAKS;
        } else if (chance.fault("input refused", faultPerMille / 4)) {
            return Answer.REFUSES_THE_INPUT;
        } else if (faultPerMille > 0 && chance.happens(80)) {
            return chance.happens(500) ? Answer.COMPLETES_AT_ONCE : Answer.BRINGS_ITS_FILE;
        } else if (chance.fault("failed at once", faultPerMille / 4)) {
            return Answer.FAILS_AT_ONCE;
        }
        return Answer.TAKES;
    }

    private Task take(JobId job) {
        if (habits.evidence() == Evidence.IDEMPOTENCY_KEY) {
            var before = charges(job);
            if (!before.isEmpty()) {
                return before.getFirst();
            }
        }
        var seconds = faultPerMille == 0 ? 10 : chance.happens(200) ? 0 : chance.between(1, 60);
        if (chance.fault("provider stuck", faultPerMille / 4)) {
            seconds = 3600;
        }
        var attempt = MDC.get("attempt");
        var task = new Task(habits.id() + "-task-" + (order.size() + 1), job, attempt == null ? 0 : Integer.parseInt(
                attempt), clock.get().plusSeconds(seconds), chance.fault("provider failed", faultPerMille / 2));
        tasks.put(task.id, task);
        order.add(task);
        return task;
    }

    /** What it has finished by now: it calls back, or forgets to, or does so twice. */
    boolean work() {
        boolean worked = false;
        for (var task : order) {
            if (task.state == State.WORKING && !task.endsAt.isAfter(clock.get())) {
                end(task, task.willFail ? State.FAILED : State.DONE);
                worked = true;
            }
        }
        return worked;
    }

    private void end(Task task, State state) {
        if (task.state != State.WORKING) {
            return;
        }
        if (chance.fault("callback about progress", faultPerMille)) {
            callBack(task);
        }
        task.state = state;
        log.add(task.id + " is " + state);
        if (!chance.fault("callback lost", 2 * faultPerMille)) {
            callBack(task);
        }
    }

    /** Tells how the task stands now. */
    void callBack(Task task) {
        if (habits.delivery() == Delivery.NONE) {
            return;
        }
        var event = new WebhookReceived(habits.id(), habits.delivery() == Delivery.PER_JOB ? task.job : null,
                habits.id() + "-event-" + ++events, Map.of(), task.id + " " + task.state, clock.get()
                        .plusNanos(
                                1000L * events));
        callbacks.add(event);
        if (chance.fault("callback doubled", faultPerMille)) {
            callbacks.add(event);
        }
    }

    /** Says nothing about any job. */
    void sendTestEvent() {
        callbacks.add(new WebhookReceived(habits.id(), null, habits.id() + "-event-" + ++events, Map.of(), "test",
                clock.get().plusNanos(1000L * events)));
    }

    @Override
    public ProviderUpdate check(ProviderJob job, Secret key) {
        steps.at("before asking " + habits);
        if (chance.fault("check failed", 2 * faultPerMille)) {
            throw new ProviderException(FailureKind.PROVIDER_UNAVAILABLE, "not now");
        }
        var update = update(task(job), true);
        steps.at("after asking " + habits);
        return update;
    }

    @Override
    public boolean cancel(ProviderJob job, Secret key) {
        steps.at("before stopping at " + habits);
        var task = task(job);
        if (task.state == State.WORKING && !chance.fault("cancel refused", 5 * faultPerMille)) {
            task.state = State.STOPPED;
            log.add(task.id + " is stopped");
        }
        steps.at("after stopping at " + habits);
        return task.state == State.STOPPED;
    }

    @Override
    public CallbackReading callback(WebhookReceived event) {
        if (event.body().equals("test")) {
            return new CallbackReading.Irrelevant("a test");
        }
        var words = event.body().split(" ", -1);
        var id = new ProviderJobId(words[0]);
        return habits.signed()
                ? new CallbackReading.Settled(id, update(words[0], State.valueOf(words[1]), true))
                : new CallbackReading.Trigger(id);
    }

    private Task task(ProviderJob job) {
        var task = tasks.get(job.id().value());
        if (task == null) {
            throw new IllegalStateException(habits + " was never given " + job.id());
        }
        return task;
    }

    private static URI file(String task) {
        return URI.create("https://files.test/" + task);
    }

    private static ProviderUpdate update(Task task, boolean named) {
        return update(task.id, task.state, named);
    }

    private static ProviderUpdate update(String task, State state, boolean named) {
        @Nullable
        ProviderJobId id = named ? new ProviderJobId(task) : null;
        return switch (state) {
            case WORKING -> new ProviderUpdate.Processing(new ProviderJobId(task), 50);
            case DONE ->
                new ProviderUpdate.Completed(id, List.of(new ProducedOutput.Hosted(OutputType.IMAGE, file(task),
                        "image/png", null)));
            case FAILED -> new ProviderUpdate.Failed(id, new JobFailure(FailureKind.PROVIDER_FAILED, "it failed"));
            case STOPPED -> new ProviderUpdate.Failed(id, new JobFailure(FailureKind.PROVIDER_FAILED, "stopped"));
        };
    }
}
