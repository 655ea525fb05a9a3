package dev.atelier.job;

import java.time.Instant;

/** What became of a {@link NewJob}. */
public sealed interface Acceptance {
    /** It is stored and due; by the database's clock. */
    record Accepted(JobId job, Instant createdAt, Instant sendBy, Instant deadlineAt) implements Acceptance {}

    /** The same request came before under the same key; this is its job. */
    record Repeated(JobId job) implements Acceptance {}

    /** Another request came before under the same key. Nothing was stored. */
    record KeyReused() implements Acceptance {}
}
