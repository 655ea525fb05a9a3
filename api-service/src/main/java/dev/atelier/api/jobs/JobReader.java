package dev.atelier.api.jobs;

import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.stereotype.Component;

import dev.atelier.api.security.Caller;
import dev.atelier.batch.Batcher;
import dev.atelier.batch.Batchers;
import dev.atelier.catalog.AiModel;
import dev.atelier.catalog.Catalog;
import dev.atelier.job.GenerationJob;
import dev.atelier.job.JobId;
import dev.atelier.job.JobSnapshots;
import dev.atelier.job.JobSnapshots.Asked;
import dev.atelier.job.JobSnapshots.Version;

/** A caller's own jobs, as they stand now. Those that are asked for at the same time are read together. */
@Component
public class JobReader {
    private final Catalog catalog;
    private final Batcher<Asked, Optional<GenerationJob>> jobs;
    private final Batcher<Asked, Optional<Version>> versions;

    JobReader(JobSnapshots jobs, Catalog catalog, Batchers batchers) {
        this.catalog = catalog;
        this.jobs = batchers.open("job-read", jobs::whole);
        this.versions = batchers.open("job-version", jobs::versions);
    }

    /**
     * Empty for an unknown job and for somebody else's alike.
     *
     * @param request tells at which address outputs are
     */
    public Optional<CurrentJob> find(JobId id, Caller caller, HttpServletRequest request) {
        return find(id, caller, OutputUrls.of(request));
    }

    Optional<CurrentJob> find(JobId id, Caller caller, OutputUrls urls) {
        return jobs.call(new Asked(id, caller.userId()))
                .map(it -> new CurrentJob(JobView.of(it, catalog.knownModel(it.model()).map(AiModel::key).orElse(null),
                        urls), it.version()));
    }

    /** What tells whether it has changed. Empty for an unknown job and for somebody else's alike. */
    Optional<Version> version(JobId id, Caller caller) {
        return versions.call(new Asked(id, caller.userId()));
    }
}
