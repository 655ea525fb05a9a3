package dev.atelier.worker;

/** What a worker does; a process may have one role or all. */
public enum Role {
    /** Consumes {@code jobs.<provider>}: calls providers. */
    SUBMIT,
    /** Consumes {@code checks}: asks providers. */
    CHECK,
    /** Consumes {@code webhooks}: completes jobs. */
    WEBHOOKS,
    /** Finds due jobs and publishes them. Several may run; each due job goes to one. */
    DISPATCH
}
