package dev.atelier.api.jobs;

import java.util.List;
import java.util.Optional;

import org.springframework.stereotype.Component;

import dev.atelier.api.security.Caller;
import dev.atelier.catalog.AiModel;
import dev.atelier.catalog.Catalog;
import dev.atelier.job.GenerationJob;
import dev.atelier.job.GenerationJobs;
import dev.atelier.job.JobId;
import dev.atelier.job.JobStatus;
import dev.atelier.output.GeneratedOutputs;

/** A caller's own jobs, as they stand now. */
@Component
public class JobReader {
    private final GenerationJobs jobs;
    private final GeneratedOutputs outputs;
    private final Catalog catalog;
    private final OutputUrls urls;

    JobReader(GenerationJobs jobs, GeneratedOutputs outputs, Catalog catalog, OutputUrls urls) {
        this.jobs = jobs;
        this.outputs = outputs;
        this.catalog = catalog;
        this.urls = urls;
    }

    /** Empty for an unknown job and for somebody else's alike. */
    public Optional<CurrentJob> find(JobId id, Caller caller) {
        return jobs.findByIdAndUserId(id.value(), caller.userId().value()).map(this::current);
    }

    private CurrentJob current(GenerationJob job) {
        // The outputs come in the statement that completes the job: a job read as COMPLETED has them.
        var made = job.status() == JobStatus.COMPLETED
                ? outputs.findByJobIdOrderByPosition(job.id().value())
                : List.<dev.atelier.output.GeneratedOutput>of();
        return new CurrentJob(JobView.of(job, catalog.knownModel(job.modelId()).map(AiModel::key).orElse(null), made,
                urls), job.updatedAt());
    }
}
