package dev.atelier.worker.simulation;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.GenerationRequest;
import dev.atelier.job.CheckJobs;
import dev.atelier.job.JobChanges;
import dev.atelier.job.JobId;
import dev.atelier.job.JobStatus;
import dev.atelier.job.NewJob;
import dev.atelier.messaging.Messages;
import dev.atelier.messaging.Nudges;
import dev.atelier.messaging.OutgoingMessage;
import dev.atelier.messaging.Topology;
import dev.atelier.messaging.UndecodableMessage;
import dev.atelier.webhook.WebhookEvents;
import dev.atelier.webhook.WebhookReceived;
import dev.atelier.worker.queue.Stopping;
import dev.atelier.worker.queue.Subscription;

/**
 * A few jobs, workers, providers and a broker, and everything that may go wrong between them. All that happens is chosen from
 * one seed, so a seed is a run. A test may instead take the steps by hand: then nothing happens that it does not ask for.
 */
final class Simulation {
    /** Longer than a job may take by its deadline, a submit lease and the wait for evidence together. */
    private static final Duration BOUND = Duration.ofMinutes(30);
    private static final int MOST_ACTORS = 5;

    private final SimulatedDatabase database;
    private final SimulationCatalog catalogs;
    private final Catalog catalog;
    private final Chance chance;
    private final List<String> log = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final Steps steps;
    private final SimulatedBroker broker;
    private final SimulatedOutputs outputs;
    private final Topology topology = new Topology("");
    private final Map<Habits, SimulatedProvider> providers = new EnumMap<>(Habits.class);
    private final List<Habits> habits;
    private final List<SimulatedWorker> workers = new ArrayList<>();
    private final Map<Actor, String> busy = new HashMap<>();
    private final List<JobId> jobs = new ArrayList<>();
    private final Map<JobId, Habits> takers = new HashMap<>();
    private final Set<String> acceptedEvents = new TreeSet<>();
    private final JobChanges changes;
    private final WebhookEvents events;
    private final Nudges nudges;
    private int born;

    Simulation(SimulatedDatabase database, SimulationCatalog catalogs, long seed, List<Habits> habits, int workers) {
        this.database = database;
        this.catalogs = catalogs;
        this.habits = habits;
        chance = new Chance(seed);
        steps = new Steps(chance, log, this::die);
        broker = new SimulatedBroker(chance, steps, log);
        outputs = new SimulatedOutputs(chance, steps, database.folder());
        catalog = catalogs.of(habits.stream().map(Habits::id).collect(Collectors.toSet()));
        for (var one : habits) {
            providers.put(one, new SimulatedProvider(one, chance, steps, log, database::now));
        }
        database.begin();
        changes = new JobChanges(database.jdbc(), new SimpleMeterRegistry());
        events = new WebhookEvents(database.jdbc());
        nudges = new Nudges(broker, topology);
        for (int i = 0; i < workers; i++) {
            this.workers.add(worker("worker-" + (i + 1)));
        }
    }

    /** A run of this seed: its providers, its workers and its luck are drawn from it too. */
    static Simulation of(SimulatedDatabase database, SimulationCatalog catalogs, long seed) {
        var chance = new Chance(~seed);
        var habits = new TreeSet<Habits>();
        for (int i = chance.between(1, 2); i > 0; i--) {
            habits.add(chance.oneOf(List.of(Habits.values())));
        }
        return new Simulation(database, catalogs, seed, List.copyOf(habits), chance.between(1, 3));
    }

    /** Nothing happens in it but what a test does. */
    static Simulation scripted(SimulatedDatabase database, SimulationCatalog catalogs, Habits habits) {
        var run = new Simulation(database, catalogs, 1, List.of(habits), 2);
        run.chance.beBenign();
        return run;
    }

    List<String> log() {
        return log;
    }

    List<String> violations() {
        return violations;
    }

    Map<String, Integer> faults() {
        return chance.faults();
    }

    Steps steps() {
        return steps;
    }

    SimulatedBroker broker() {
        return broker;
    }

    SimulatedOutputs outputs() {
        return outputs;
    }

    SimulatedDatabase database() {
        return database;
    }

    SimulatedProvider provider(Habits which) {
        return Objects.requireNonNull(providers.get(which));
    }

    JobChanges changes() {
        return changes;
    }

    WebhookEvents events() {
        return events;
    }

    List<SimulatedWorker> workers() {
        return workers;
    }

    /** Faults all the way; then what must always hold is looked at. */
    void beSafe() {
        disturb();
        check(false);
    }

    /** Faults for a while; then they stop, and every job must end. */
    void beLive() {
        disturb();
        settle();
        check(true);
    }

    private void disturb() {
        int faults = chance.oneOf(List.of(0, 40, 80, 160));
        broker.rate(faults);
        outputs.rate(faults);
        providers.values().forEach(it -> it.rate(faults));
        steps.rates(chance.oneOf(List.of(0, 4, 12)), chance.oneOf(List.of(25, 60, 300)), chance.oneOf(List.of(0, 5,
                20)));
        int left = chance.oneOf(List.of(1, 1, 2, 3, 5));
        int ticks = chance.between(40, 100);
        for (int tick = 0; tick < ticks; tick++) {
            int what = chance.between(0, 99);
            if (left > 0 && (what < 12 || jobs.isEmpty())) {
                left--;
                var _ = accept(chance.oneOf(habits));
            } else if (what < 32) {
                resumeSomebody();
            } else if (what < 58) {
                deliverSomething();
            } else if (what < 70) {
                dispatch(chance.oneOf(workers));
            } else if (what < 80) {
                pass(Duration.ofSeconds(chance.oneOf(List.of(1, 5, 15, 31, 61, 121, 200))));
            } else if (what < 92) {
                sendACallback();
            } else {
                trouble(what);
            }
        }
    }

    private void trouble(int what) {
        switch (what) {
            case 92 -> cancel(chance.oneOf(jobs));
            case 93 -> {
                if (chance.fault("worker killed", 300)) {
                    die(chance.oneOf(workers));
                }
            }
            case 94, 95 -> {
                if (chance.fault("worker cut off", 800)) {
                    cut(chance.oneOf(workers));
                }
            }
            case 96 -> {
                if (broker.isAway() || chance.fault("broker away", 500)) {
                    broker.away(!broker.isAway());
                }
            }
            case 97 -> {
                if (chance.fault("broker wiped", 150)) {
                    broker.wipe();
                    log.add("the broker is wiped");
                }
            }
            case 98 -> {
                if (chance.fault("message doubled", 500)) {
                    nudge(chance.oneOf(jobs));
                }
            }
            default -> {
                if (chance.fault("poison message", 300)) {
                    poison(chance.oneOf(habits));
                } else {
                    provider(chance.oneOf(habits)).sendTestEvent();
                }
            }
        }
    }

    /** Faults stop; time passes; everything that can happen does. */
    void settle() {
        chance.beBenign();
        steps.rates(0, 0, 0);
        broker.rate(0);
        outputs.rate(0);
        broker.away(false);
        providers.values().forEach(it -> it.rate(0));
        var end = database.now().plus(BOUND);
        while (true) {
            while (resumeSomebody() || deliverSomething() || sendACallback()) {
                // until all is quiet
            }
            dispatch(workers.getFirst());
            if (resumeSomebody() || deliverSomething()) {
                continue;
            }
            var due = nextDue();
            if (due == null) {
                return;
            }
            if (database.now().isAfter(end)) {
                violations.add("I6: not every job has ended " + BOUND + " after the faults did");
                return;
            }
            var wait = Duration.between(database.now(), due);
            pass(wait.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1)
                    : wait.compareTo(Duration.ofMinutes(1)) > 0 ? Duration.ofMinutes(1) : wait);
        }
    }

    private @Nullable Instant nextDue() {
        return database.jdbc()
                .sql("select min(due_at) from generation_jobs")
                .query((row, n) -> {
                    var due = row.getObject(1, OffsetDateTime.class);
                    return Optional.ofNullable(due).map(OffsetDateTime::toInstant);
                })
                .single()
                .orElse(null);
    }

    // What happens in the world.

    JobId accept(Habits to) {
        var job = new JobId(new UUID(0x7000, 0x8000_0000_0000_0000L + jobs.size() + 1));
        jobs.add(job);
        takers.put(job, to);
        var model = catalogs.model(to.id());
        var fields = Map.<String, JsonNode>of("prompt", JsonNodeFactory.instance.stringNode(
                "a cat"));
        var _ = changes
                .accept(List.of(new NewJob(job, SimulatedDatabase.USER, model.id(), model.provider(), model.category(),
                        1, fields, model.apply(new GenerationRequest(model.id(), fields)), Map.of(), model.timing(),
                        Duration.ofSeconds(30), null)));
        log.add("accepted " + job + " for " + to);
        if (!chance.fault("API died before its nudge", 50)) {
            nudge(job);
        }
        return job;
    }

    void nudge(JobId job) {
        var _ = nudges.submit(Objects.requireNonNull(takers.get(job)).id(), List.of(job));
    }

    /** All in one message. */
    void nudgeToCheck(Habits where, List<JobId> some) {
        var _ = broker.publish(new OutgoingMessage(topology.exchange(), topology.checks(where.id()), "CheckJobs",
                Messages.JSON, Map.of(), Messages.encode(new CheckJobs(some))));
    }

    void nudgeToStore(Habits where, JobId job) {
        var _ = nudges.store(where.id(), List.of(job));
    }

    void cancel(JobId job) {
        log.add("cancel " + job + ": " + changes.cancel(job, SimulatedDatabase.USER, Objects.requireNonNull(
                takers.get(job)).cancellable()));
    }

    /** As the door does: 2xx only for what is with the broker or stored. */
    boolean door(WebhookReceived event) {
        try {
            nudges.webhook(event).join();
        } catch (CompletionException e) {
            if (chance.fault("callback turned away", 50)) {
                return false;
            }
            var _ = events.keep(event);
        }
        acceptedEvents.add(event.eventKey());
        return true;
    }

    /** At the door, while the broker was busy. */
    void comeTogether(List<WebhookReceived> events) {
        var _ = nudges.webhooks(events);
    }

    boolean sendACallback() {
        boolean worked = false;
        for (var one : habits) {
            worked |= provider(one).work();
        }
        var sending = habits.stream().filter(it -> !provider(it).callbacks().isEmpty()).toList();
        if (sending.isEmpty()) {
            return worked;
        }
        var callbacks = provider(chance.oneOf(sending)).callbacks();
        var event = chance.oneOf(callbacks);
        if (door(event)) {
            log.add("callback accepted: " + event.body());
            callbacks.remove(event);
        }
        return true;
    }

    void pass(Duration time) {
        log.add("time passes: " + time);
        database.pass(time);
        providers.values().forEach(SimulatedProvider::work);
    }

    void poison(Habits where) {
        var _ = broker.publish(new OutgoingMessage(topology.exchange(), topology.jobs(where.id()), "SubmitJobs",
                "application/json", Map.of(), "poison".getBytes(StandardCharsets.UTF_8)));
    }

    /** The broker believes that the worker is gone; the worker does not know. */
    void cut(SimulatedWorker worker) {
        log.add(worker.name() + " is cut off");
        broker.cut(worker);
    }

    /** The process is gone, and another one takes its place. */
    void die(SimulatedWorker worker) {
        int place = workers.indexOf(worker);
        if (place < 0) {
            return;
        }
        log.add(worker.name() + " is gone");
        broker.cut(worker);
        workers.set(place, worker("worker-" + (place + 1) + "." + ++born));
        for (var actor : List.copyOf(worker.actors())) {
            actor.kill();
            if (actor != Actor.current()) {
                ended(actor);
            }
        }
    }

    private void killAll() {
        steps.rates(0, 0, 0);
        for (var worker : workers) {
            for (var actor : List.copyOf(worker.actors())) {
                actor.kill();
                ended(actor);
            }
        }
    }

    private SimulatedWorker worker(String name) {
        return new SimulatedWorker(name, database.seenThrough(steps), catalog, List.copyOf(providers.values()), broker,
                outputs, topology, chance.random(), steps);
    }

    // What workers do.

    private List<Actor> actors() {
        return workers.stream().flatMap(it -> it.actors().stream()).toList();
    }

    boolean resumeSomebody() {
        var actors = chance.isBenign() ? actors() : actors().stream().filter(Actor::isAwake).toList();
        if (actors.isEmpty()) {
            return false;
        }
        resume(chance.oneOf(actors));
        return true;
    }

    /** Lets it go on until it pauses, ends or dies. */
    void resume(Actor actor) {
        actor.resume();
        if (actor.hasEnded()) {
            ended(actor);
        }
    }

    boolean deliverSomething() {
        return actors().size() < MOST_ACTORS && deliver(it -> true).isPresent();
    }

    /** Delivers one of those messages to a worker that has room for it, and lets that begin. */
    Optional<Actor> deliver(Predicate<SimulatedBroker.Envelope> which) {
        if (broker.isAway()) {
            return Optional.empty();
        }
        var waiting = broker.waiting().stream().filter(which).toList();
        if (waiting.isEmpty()) {
            return Optional.empty();
        }
        var envelope = chance.oneOf(waiting);
        var free = workers.stream().filter(it -> hasRoom(it, envelope.queue())).toList();
        return free.isEmpty() ? Optional.empty()
                : Optional.of(deliver(envelope, chance.oneOf(free)));
    }

    Actor deliver(SimulatedBroker.Envelope envelope, SimulatedWorker worker) {
        var subscription = subscription(worker, envelope.queue()).orElseThrow();
        var message = envelope.toMessage();
        var actor = new Actor(worker.name() + "/" + envelope.queue() + "#" + ++born, worker, () -> {
            subscription.handler().handle(message);
            steps.at("before acknowledging");
        });
        log.add(actor + " gets " + envelope + " " + new String(message.getBody(), StandardCharsets.UTF_8));
        broker.deliver(envelope, actor);
        begin(actor, envelope.queue());
        return actor;
    }

    private static Optional<Subscription> subscription(SimulatedWorker worker, String queue) {
        return worker.subscriptions().stream().filter(it -> it.queue().equals(queue)).findFirst();
    }

    private boolean hasRoom(SimulatedWorker worker, String queue) {
        long running = worker.actors().stream().filter(it -> queue.equals(busy.get(it))).count();
        return subscription(worker, queue).filter(it -> running < it.atOnce()).isPresent();
    }

    /** A round of its dispatcher, unless one is running. */
    void dispatch(SimulatedWorker worker) {
        if (worker.actors().stream().noneMatch(it -> "dispatcher".equals(busy.get(it)))) {
            begin(new Actor(worker.name() + "/dispatcher#" + ++born, worker, worker::dispatch), "dispatcher");
        }
    }

    private void begin(Actor actor, String queue) {
        actor.worker().actors().add(actor);
        busy.put(actor, queue);
        resume(actor);
    }

    private void ended(Actor actor) {
        actor.worker().actors().remove(actor);
        var queue = busy.remove(actor);
        switch (actor.thrown()) {
            case null -> broker.acknowledge(actor);
            case WorkerDied _ -> log.add(actor + " is no more");
            case Stopping _ -> broker.giveBack(actor);
            case UndecodableMessage e -> broker.putAside(actor, String.valueOf(e.getMessage()));
            case Throwable e -> {
                log.add(actor + " broke: " + e);
                violations.add("I8: a handler broke on " + queue + ": " + trace(e));
                broker.putAside(actor, String.valueOf(e.getMessage()));
            }
        }
    }

    private static String trace(Throwable e) {
        var text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString()
                .lines()
                .filter(it -> !it.startsWith("\tat") || it.contains("dev.atelier"))
                .limit(25)
                .collect(Collectors.joining("\n"));
    }

    // What is to be seen of it.

    List<JobId> jobs() {
        return jobs;
    }

    Habits taker(JobId job) {
        return Objects.requireNonNull(takers.get(job));
    }

    Set<String> acceptedEvents() {
        return acceptedEvents;
    }

    JobStatus status(JobId job) {
        return JobStatus.valueOf(String.valueOf(row(job).get("status")));
    }

    Map<String, Object> row(JobId job) {
        return database.jdbc()
                .sql("select * from generation_jobs where id = :id")
                .param("id", job.value())
                .query()
                .singleRow();
    }

    /** What was promised holds; call it last. */
    void check(boolean ended) {
        killAll();
        new Invariants(this).check(ended);
    }
}
