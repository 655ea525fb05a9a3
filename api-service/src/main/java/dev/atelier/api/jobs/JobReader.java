package dev.atelier.api.jobs;

import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.stereotype.Component;

import dev.atelier.api.security.Caller;
import dev.atelier.catalog.AiModel;
import dev.atelier.catalog.Catalog;
import dev.atelier.job.JobId;
import dev.atelier.job.JobSnapshots;

/** A caller's own jobs, as they stand now. */
@Component
public class JobReader {
    private final JobSnapshots jobs;
    private final Catalog catalog;

    JobReader(JobSnapshots jobs, Catalog catalog) {
        this.jobs = jobs;
        this.catalog = catalog;
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
        return jobs.whole(id, caller.userId())
                .map(it -> new CurrentJob(JobView.of(it, catalog.knownModel(it.model()).map(AiModel::key).orElse(null),
                        urls), it.version()));
    }
}
