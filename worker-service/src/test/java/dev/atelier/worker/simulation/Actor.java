package dev.atelier.worker.simulation;

import java.util.concurrent.Semaphore;

import org.jspecify.annotations.Nullable;

/**
 * One thread of a worker, which runs only while it holds the baton: {@link #resume} lends it, and gets it back when the actor
 * pauses or ends. So one thread runs at a time, and which one is the simulation's choice.
 */
final class Actor {
    private static final ThreadLocal<@Nullable Actor> CURRENT = new ThreadLocal<>();

    private final String name;
    private final SimulatedWorker worker;
    private final Runnable work;
    private final Semaphore turn = new Semaphore(0);
    private final Semaphore back = new Semaphore(0);
    private boolean started;
    private boolean killed;
    private int asleep;
    private boolean ended;
    private @Nullable Throwable thrown;

    Actor(String name, SimulatedWorker worker, Runnable work) {
        this.name = name;
        this.worker = worker;
        this.work = work;
    }

    static @Nullable Actor current() {
        return CURRENT.get();
    }

    SimulatedWorker worker() {
        return worker;
    }

    boolean hasEnded() {
        return ended;
    }

    /** What its work threw. */
    @Nullable
    Throwable thrown() {
        return thrown;
    }

    void resume() {
        if (started) {
            turn.release();
        } else {
            started = true;
            Thread.ofVirtual().name(name).start(this::run);
        }
        back.acquireUninterruptibly();
    }

    /** Its process dies: it unwinds without another step. */
    void kill() {
        killed = true;
        if (!started) {
            ended = true;
            thrown = new WorkerDied();
        } else if (!ended && CURRENT.get() != this) {
            resume();
        }
    }

    /** Not chosen so many times: a process that is stopped, or a machine that swaps. */
    void sleep(int turns) {
        asleep = turns;
    }

    /** Whether it may be chosen now. */
    boolean isAwake() {
        return asleep-- <= 0;
    }

    void requireAlive() {
        if (killed) {
            throw new WorkerDied();
        }
    }

    void pause() {
        back.release();
        turn.acquireUninterruptibly();
        requireAlive();
    }

    private void run() {
        CURRENT.set(this);
        try {
            work.run();
        } catch (Throwable e) { // whatever it is belongs into the report
            thrown = e;
        } finally {
            ended = true;
            back.release();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
