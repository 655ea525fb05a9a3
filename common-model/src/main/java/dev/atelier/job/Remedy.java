package dev.atelier.job;

/** What follows a failure. */
public enum Remedy {
    /** The job has failed; sending it again would fail again. */
    FAIL,
    /** Surely not taken: sent again after a growing, jittered wait, a bounded number of times. */
    RETRY,
    /** Surely not taken and nobody's fault: put off, uses up no attempt. */
    POSTPONE,
    /** Perhaps taken, so perhaps paid for: wait for a callback or look it up; never simply send it again. */
    SEEK_EVIDENCE
}
