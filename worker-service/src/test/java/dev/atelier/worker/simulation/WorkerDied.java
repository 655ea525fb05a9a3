package dev.atelier.worker.simulation;

/** The process is gone. Nothing may catch it, and what unwinds because of it may not touch the world any more. */
final class WorkerDied extends Error {
    private static final long serialVersionUID = 1;

    WorkerDied() {
        super("the worker died", null, false, false);
    }
}
