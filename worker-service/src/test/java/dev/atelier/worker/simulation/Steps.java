package dev.atelier.worker.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The boundaries between two steps of a worker: before and after each statement, each message and each provider call. Here a
 * worker may pause for any time, or die. A test may script what happens at a boundary, once.
 */
final class Steps {
    private final Chance chance;
    private final List<String> log;
    private final Consumer<SimulatedWorker> death;
    private final List<Scripted> script = new ArrayList<>();
    private int deathPerMille;
    private int pausePerMille;
    private int longPausePerMille;
    private int outagePerMille;

    Steps(Chance chance, List<String> log, Consumer<SimulatedWorker> death) {
        this.chance = chance;
        this.log = log;
        this.death = death;
    }

    /** What a test wants at a boundary. */
    enum What {
        PAUSE,
        DIE,
        DATABASE_AWAY
    }

    private record Scripted(String point, What what) {}

    /** @param pauses few pauses are long ones, as of a process that is stopped; many are short, as of threads that take turns */
    void rates(int deaths, int pauses, int outages) {
        deathPerMille = deaths;
        pausePerMille = pauses;
        longPausePerMille = pauses < 100 ? 800 : 50;
        outagePerMille = outages;
    }

    /** At the next boundary of that name. */
    void script(String point, What what) {
        script.add(new Scripted(point, what));
    }

    /** A boundary at which anything may happen. */
    void at(String point) {
        at(point, true);
    }

    /** @param mayPause not within a transaction: it holds a lock that another one would wait for */
    void at(String point, boolean mayPause) {
        var actor = Actor.current();
        if (actor == null) {
            return;
        }
        actor.requireAlive();
        log.add(actor + ": " + point);
        var scripted = scripted(point, What.DIE, What.PAUSE);
        if (scripted == What.DIE || chance.fault("worker died", deathPerMille)) {
            log.add(actor + " dies " + point);
            death.accept(actor.worker());
            throw new WorkerDied();
        }
        if (mayPause && (scripted == What.PAUSE || (pausePerMille > 0 && chance.happens(pausePerMille)))) {
            if (chance.fault("worker paused for long", longPausePerMille)) {
                actor.sleep(chance.between(5, 25));
            }
            actor.pause();
        }
    }

    /** Whether the database is away at this boundary. */
    boolean outage(String point) {
        return Actor.current() != null
                && (scripted(point, What.DATABASE_AWAY) != null || chance.fault("database away", outagePerMille));
    }

    private @Nullable What scripted(String point, What... kinds) {
        for (var it : script) {
            if (point.contains(it.point()) && List.of(kinds).contains(it.what())) {
                script.remove(it);
                return it.what();
            }
        }
        return null;
    }
}
