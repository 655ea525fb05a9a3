package dev.atelier.api.jobs;

import org.springframework.stereotype.Component;

import dev.atelier.api.security.Caller;
import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.ProviderId;
import dev.atelier.job.JobChanges;
import dev.atelier.job.JobId;

/** Stops jobs. What a provider can be asked to stop, a worker asks for: the job is marked and due at once. */
@Component
class JobCancellation {
    private final JobChanges changes;
    private final Catalog catalog;

    JobCancellation(JobChanges changes, Catalog catalog) {
        this.changes = changes;
        this.catalog = catalog;
    }

    /** Returns after the commit. A job that has ended, or is not the caller's, is left as it is. */
    void cancel(JobId job, Caller caller, ProviderId provider) {
        changes.cancel(job, caller.userId(), catalog.provider(provider)
                .filter(it -> it.spec().cancellable())
                .isPresent());
    }
}
