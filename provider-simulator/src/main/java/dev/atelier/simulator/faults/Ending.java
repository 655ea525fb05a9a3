package dev.atelier.simulator.faults;

/** How a task ends. */
public enum Ending {
    DELIVERED,
    FAILED,
    CONTENT_REJECTED
}
