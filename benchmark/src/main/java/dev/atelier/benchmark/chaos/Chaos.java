package dev.atelier.benchmark.chaos;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import dev.atelier.benchmark.processes.Installation;
import dev.atelier.benchmark.processes.ServiceProcess;
import dev.atelier.embedded.EmbeddedStartException;

/**
 * Does something bad to some process every few seconds. Kinds are drawn from a shuffled deck, so that each comes as often as it
 * should, rare ones too. What dies is started again by the supervisor; broker and database by this.
 */
final class Chaos {
    private static final Set<Fault> OF_BROKER = EnumSet.of(Fault.BROKER_KILLED, Fault.BROKER_STOPPED);
    private static final Set<Fault> OF_DATABASE = EnumSet.of(Fault.DATABASE_KILLED, Fault.DATABASE_STOPPED);

    private final Installation installation;
    private final Journal journal;
    private final Random random;
    private final Deque<Fault> deck = new ArrayDeque<>();
    private final Set<Object> busy = Collections.synchronizedSet(new HashSet<>());

    Chaos(Installation installation, Journal journal, long seed) {
        this.installation = installation;
        this.journal = journal;
        this.random = new Random(seed);
    }

    /** Returns when the last fault is over: nothing is paused, broker and database are up. */
    void rage(Duration time) throws InterruptedException {
        var end = Instant.now().plus(time);
        try (var faults = Executors.newVirtualThreadPerTaskExecutor()) {
            while (true) {
                var pause = Duration.ofMillis(between(1_500, 4_500));
                if (Instant.now().plus(pause).isAfter(end)) {
                    break;
                }
                TimeUnit.MILLISECONDS.sleep(pause.toMillis());
                strike(next(), faults);
            }
        }
    }

    private Fault next() {
        if (deck.isEmpty()) {
            var round = new ArrayList<Fault>();
            for (var it : Fault.values()) {
                round.addAll(Collections.nCopies(it.perRound(), it));
            }
            Collections.shuffle(round, random);
            deck.addAll(round);
        }
        return deck.removeFirst();
    }

    /** All draws happen here, in one thread and in one order; what takes time runs beside. */
    private void strike(Fault fault, ExecutorService faults) {
        var pick = random.nextInt(1_000_000);
        var pause = between(2_000, 8_000);
        var down = between(500, 4_000);
        var extra = between(0, 4_000);
        switch (fault) {
            case WORKER_KILLED -> one(installation.workers(), pick, it -> {
                journal.note(fault, it.name());
                it.kill();
            }, faults);
            case API_KILLED -> one(installation.apis(), pick, it -> {
                journal.note(fault, it.name());
                it.kill();
            }, faults);
            case WORKER_PAUSED -> one(installation.workers(), pick, it -> pause(fault, it, pause), faults);
            case WORKER_PAUSED_LONG -> one(installation.workers(), pick, it -> pause(fault, it, 22_000 + extra),
                    faults);
            case API_PAUSED -> one(installation.apis(), pick, it -> pause(fault, it, pause), faults);
            case WORKER_STOPPED -> one(installation.workers(), pick, it -> stop(fault, it), faults);
            case API_STOPPED -> one(installation.apis(), pick, it -> stop(fault, it), faults);
            case BROKER_KILLED, BROKER_STOPPED -> alone(OF_BROKER, () -> {
                journal.note(fault, "rabbitmq");
                if (fault == Fault.BROKER_KILLED) {
                    installation.broker().kill();
                } else {
                    installation.broker().stop();
                }
                sleep(down);
                installation.broker().start();
                journal.say("rabbitmq is up again");
            }, faults);
            case DATABASE_KILLED, DATABASE_STOPPED -> alone(OF_DATABASE, () -> {
                journal.note(fault, "postgresql");
                if (fault == Fault.DATABASE_KILLED) {
                    installation.database().kill();
                } else {
                    installation.database().stop();
                }
                sleep(down);
                startDatabase();
                journal.say("postgresql is up again");
            }, faults);
        }
    }

    private interface Deed<T> {
        void to(T target) throws IOException, InterruptedException;
    }

    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    /** One that has been up since its last fault: else a slow machine would do nothing but start processes. */
    private void one(List<ServiceProcess> services, int pick, Deed<ServiceProcess> deed, ExecutorService faults) {
        var targets = services.stream().filter(it -> !busy.contains(it) && it.hasRecovered()).toList();
        if (!targets.isEmpty()) {
            var target = targets.get(pick % targets.size());
            alone(target, () -> deed.to(target), faults);
        }
    }

    private void alone(Object target, Step step, ExecutorService faults) {
        if (busy.add(target)) {
            var _ = faults.submit(() -> {
                try {
                    step.run();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } catch (IOException | RuntimeException e) {
                    journal.broken("a fault could not be made: " + e);
                } finally {
                    busy.remove(target);
                }
                return null;
            });
        }
    }

    private void pause(Fault fault, ServiceProcess service, int millis) throws InterruptedException {
        journal.note(fault, "%s, %.1f s".formatted(service.name(), millis / 1000.0));
        service.pause();
        try {
            sleep(millis);
        } finally {
            service.resume();
        }
    }

    private void stop(Fault fault, ServiceProcess service) {
        journal.note(fault, service.name());
        service.terminate();
        if (!service.ends(Duration.ofSeconds(45))) {
            journal.broken(service + " did not end within 45 s of SIGTERM");
            service.kill();
        }
    }

    private void startDatabase() throws InterruptedException {
        for (int attempt = 1;; attempt++) {
            try {
                installation.database().start();
                return;
            } catch (EmbeddedStartException e) {
                if (attempt == 5) {
                    throw e;
                }
                journal.say("postgresql does not start yet: " + e);
                sleep(1_000);
            }
        }
    }

    private int between(int from, int to) {
        return random.nextInt(from, to);
    }

    private static void sleep(int millis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(millis);
    }
}
