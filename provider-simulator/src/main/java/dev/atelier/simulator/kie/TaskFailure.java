package dev.atelier.simulator.kie;

import dev.atelier.simulator.faults.Ending;

/** Why a task failed. Its code is of the same numbers as an answer's. */
record TaskFailure(int code, String words) {

    /** Of a task that does not end well. */
    static TaskFailure of(Ending ending) {
        return switch (ending) {
            case CONTENT_REJECTED -> new TaskFailure(400, "Your prompt was flagged as violating content policies.");
            case FAILED -> new TaskFailure(500, "Internal server error");
            case DELIVERED -> throw new IllegalArgumentException("it was delivered");
        };
    }
}
