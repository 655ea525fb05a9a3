package dev.atelier.worker.provider;

import dev.atelier.job.ProviderJobId;

/** What a callback says. */
public sealed interface CallbackReading {
    /** Something happened to this job; what, the provider must be asked, because the body is not signed. */
    record Trigger(ProviderJobId id) implements CallbackReading {}

    /** How the job stands; the signature covers it. */
    record Settled(ProviderJobId id, ProviderUpdate update) implements CallbackReading {}

    /**
     * Nothing about a job: a test event, an intermediate stage, a kind that came after this was written.
     *
     * @param why for the log; no body
     */
    record Irrelevant(String why) implements CallbackReading {}
}
