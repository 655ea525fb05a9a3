package dev.atelier.worker;

/** What a worker does; a process may have one role or all. */
public enum Role {
    /** Consumes {@code jobs.<provider>}: calls providers. */
    SUBMIT,
    /** Consumes {@code checks}: asks providers. */
    CHECK,
    /** Consumes {@code webhooks}: completes jobs. */
    WEBHOOKS,
    /** Consumes {@code outputs.<provider>}: copies files to our store. */
    OUTPUTS,
    /** Finds due jobs and publishes them, and deletes what is kept no longer. Several may run; each due job goes to one. */
    DISPATCH
}
