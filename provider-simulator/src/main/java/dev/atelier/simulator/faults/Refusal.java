package dev.atelier.simulator.faults;

/** Why a submission that is right in itself is not accepted. Nothing is charged. */
public enum Refusal {
    SERVER_ERROR,
    RATE_LIMITED,
    INSUFFICIENT_CREDIT,
    /** The error stands in the body; the HTTP status says 200. */
    ERROR_IN_OK
}
