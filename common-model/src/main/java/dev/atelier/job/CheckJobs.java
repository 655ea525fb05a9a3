package dev.atelier.job;

import java.util.List;

/** Ask the providers how these jobs stand. The rows are the truth; this may come twice, late or never. */
public record CheckJobs(List<JobId> jobIds) {
    public CheckJobs {
        jobIds = List.copyOf(jobIds);
    }
}
