package dev.atelier.simulator.faults;

/** What happens to one poll. */
public enum PollFate {
    ANSWERED,
    SERVER_ERROR,
    /** Answered, with a status that the provider's documentation does not know. */
    UNKNOWN_STATUS
}
