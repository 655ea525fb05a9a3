package dev.atelier.benchmark.speed.report;

/** What a figure is to reach. */
public sealed interface Bar {
    /** Ours is at least so many times the reference. */
    record AtLeastTimes(double times) implements Bar {}

    /** Ours is at most so many times the reference. */
    record AtMostTimes(double times) implements Bar {}

    /** Ours is at most this, in its own unit. */
    record AtMost(double bound) implements Bar {}

    /** It stands there to be known. */
    record None() implements Bar {}
}
